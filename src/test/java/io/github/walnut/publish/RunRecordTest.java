package io.github.walnut.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import io.github.walnut.policy.Recovery;
import io.github.walnut.run.Run;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The JSON record of a stop and of the recovery after it, from a whole outage. */
class RunRecordTest {

    private final RunJson runJson = new RunJson(new Json());
    private final Site site =
            new Site()
                    .add("pve")
                    .vm("pve", "1")
                    .recovery(
                            Site.recovery(Recovery.Order.REVERSE, 2, Recovery.OnSecondOutage.STOP));
    private final Station station = new Station(site).boot();

    private ObjectNode record(UUID id) {
        return runJson.write(station.run(id), station.steps(id));
    }

    private UUID recovery() {
        return station.journal.all().stream()
                .filter(run -> run.kind() == Run.Kind.RECOVERY)
                .map(Run::id)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Requirement("EXE-70")
    void tells_what_led_to_it_and_how_each_step_went() {
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(5));
        station.ups(Site.UPS).onBattery();
        UUID stop = station.start(site.inOutage(ActionDraft.vm("clients", "pve", "shutdown")));
        station.pass(Duration.ofMinutes(2));
        station.ups(Site.UPS).onMains();
        for (int i = 0; i < 100; i++) {
            station.pass(Duration.ofSeconds(5));
            station.ups(Site.UPS).polled();
        }

        JsonNode run = record(stop);
        assertThat(names(run))
                .contains("phase", "version_int", "behaviour_hash", "plan_hash", "episode")
                .contains("parent_run", "event", "triggers", "conditions", "inventory")
                .contains("first_dispatch_at", "gates");
        assertThat(run.path("plan_hash").asText()).hasSize(64);
        assertThat(run.path("first_dispatch_at").isTextual()).isTrue();
        assertThat(names(run.at("/inventory/0"))).contains("host_id", "refreshed", "at", "stale");
        assertThat(run.path("gates")).isEmpty();
        JsonNode step = run.at("/steps/0");
        assertThat(names(step)).contains("preconditions", "evidence");
        assertThat(step.path("state_before").asText()).isEqualTo("running");
        assertThat(step.path("duration_ms").asLong()).isPositive();
        assertThat(step.path("evidence")).isNotEmpty();
        JsonNode attempt = step.at("/attempts/0");
        assertThat(names(attempt)).contains("n", "verb", "sent_at", "accepted_at", "task", "error");
        assertThat(attempt.path("sent_at").isTextual()).isTrue();

        JsonNode back = record(recovery());
        assertThat(back.path("parent_run").asText()).isEqualTo(stop.toString());
        assertThat(back.path("gates").findValuesAsText("gate"))
                .containsExactlyInAnyOrder("runs", "mains", "charge", "host", "mode");
        assertThat(back.path("gates").findValues("open")).allMatch(JsonNode::booleanValue);
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
