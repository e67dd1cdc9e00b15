package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.policy.Recovery;
import io.github.walnut.publish.Json;
import io.github.walnut.publish.ObligationJson;
import io.github.walnut.run.Gate;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What listeners hear of a machine that is stopped and started again. */
class RecoveryNewsTest {

    private final Site site =
            new Site()
                    .add("pve")
                    .vm("pve", "1")
                    .recovery(
                            Site.recovery(Recovery.Order.REVERSE, 2, Recovery.OnSecondOutage.STOP));
    private final Station station = new Station(site);
    private final ObligationJson json = new ObligationJson(new Json());
    private final List<String> states = new ArrayList<>();
    private final List<String> gates = new ArrayList<>();
    private final Map<UUID, Long> numbers = new HashMap<>();

    private final class Ear implements RunListener {
        @Override
        public void changed(String type, Run run, List<Step> changed) {
            rises(run);
        }

        @Override
        public void owed(Run run, List<Obligation> changed) {
            rises(run);
            assertThat(station.journal.everOwed()).as("it is written first").containsAll(changed);
            JsonNode node = json.change(run, changed);
            assertThat(node.path("run_id").asText()).isEqualTo(run.id().toString());
            assertThat(node.path("run_seq").asLong()).isEqualTo(run.runSeq());
            node.path("obligations").forEach(each -> states.add(each.path("status").asText()));
        }

        @Override
        public void gate(Run stopped, String hostId, Gate gate) {
            rises(stopped);
            JsonNode node = json.change(stopped, hostId, gate);
            gates.add(
                    node.path("gate").asText()
                            + (hostId == null ? "" : " of " + hostId)
                            + (node.path("open").asBoolean() ? " open" : " shut"));
        }

        private void rises(Run run) {
            Long last = numbers.put(run.id(), run.runSeq());
            assertThat(run.runSeq()).isGreaterThan(last == null ? -1 : last);
        }
    }

    @BeforeEach
    void a_machine_is_stopped_on_battery() {
        station.listeners.add(new Ear());
        station.boot();
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(5));
        station.ups(Site.UPS).onBattery();
        station.start(site.inOutage(ActionDraft.vm("clients", "pve", "shutdown")));
        station.pass(Duration.ofMinutes(2));
    }

    private void poll(Duration span) {
        for (Duration left = span; left.toSeconds() > 0; left = left.minusSeconds(5)) {
            station.pass(Duration.ofSeconds(5));
            station.ups(Site.UPS).polled();
        }
    }

    @Test
    @Requirement("EXE-71")
    void gates_and_states_are_told_once_for_each_change() {
        assertThat(states).endsWith("open");
        assertThat(gates).contains("mains shut").doesNotContain("mains open");
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(8));

        assertThat(gates).containsOnlyOnce("mains shut", "mains open");
        assertThat(states).containsSubsequence("open", "restoring", "restored");
        assertThat(station.world.status("pve", "vm:1")).isEqualTo("running");
    }

    @Test
    @Requirement("EXE-71")
    void a_decision_of_a_person_is_told_too() {
        UUID owed = station.journal.everOwed().get(0).id();
        station.dispatcher.restarts().dismiss(owed, "scrapped");
        assertThat(states).endsWith("dismissed");
    }
}
