package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.dispatch.Settings;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.simulation.Scenario;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.virtual.Laboratory;
import io.github.walnut.virtual.LaboratoryPlan;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.VirtualUps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A whole walNUT inside a suppression window, with a restart in the middle of it. */
class SuppressedAcrossRestartsTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final String DOCUMENT =
            """
            version: "2.0"
            name: Stop the machine
            trigger: {type: ups.state, equals: on_battery}
            actions: [{host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {all: true}}]
            safeties: {suppression_window: 10m}
            idempotency_window: 0s
            """;

    @Test
    @Requirement({"EXE-12", "EXE-16", "EXE-17"})
    void a_match_is_recorded_once_in_its_window_and_made_at_its_end() {
        try (Laboratory laboratory = new Laboratory(plan()).boot()) {
            laboratory.world().put("pve", "vm:1", "running");
            laboratory.pass(Duration.ofSeconds(30));
            battery(laboratory);
            assertThat(ended(laboratory)).hasSize(1);
            Instant matched = ended(laboratory).get(0).createdAt();

            mains(laboratory);
            battery(laboratory);
            assertThat(suppressed(laboratory)).hasSize(1);

            laboratory.kill();
            laboratory.boot();
            mains(laboratory);
            battery(laboratory);
            assertThat(suppressed(laboratory)).hasSize(1);

            laboratory.world().put("pve", "vm:1", "running");
            laboratory.passUntil(matched.plus(Duration.ofMinutes(11)));
            assertThat(ended(laboratory)).hasSize(2);
            assertThat(Duration.between(matched, ended(laboratory).get(1).createdAt()))
                    .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(10).plusSeconds(2));
        }
    }

    private static void battery(Laboratory laboratory) {
        VirtualUps ups = laboratory.ups(Site.UPS);
        ups.flags(laboratory.now(), List.of("OB", "DISCHRG"), Set.of("OL"));
        laboratory.pass(Duration.ofMinutes(1));
    }

    private static void mains(Laboratory laboratory) {
        VirtualUps ups = laboratory.ups(Site.UPS);
        ups.flags(laboratory.now(), List.of("OL"), Set.of("OB", "DISCHRG"));
        laboratory.pass(Duration.ofMinutes(1));
    }

    private static List<Run> ended(Laboratory laboratory) {
        return laboratory.runs().stream().filter(run -> run.state() == RunState.DONE).toList();
    }

    private static List<Run> suppressed(Laboratory laboratory) {
        return laboratory.runs().stream()
                .filter(run -> run.state() == RunState.SUPPRESSED)
                .toList();
    }

    private static LaboratoryPlan plan() {
        VirtualUps ups =
                new VirtualUps(
                        Site.UPS,
                        Map.of("ups.status", "OL", "battery.charge", "100"),
                        new Scenario.Battery(Duration.ofHours(1), Duration.ofHours(4)));
        return new LaboratoryPlan(
                START,
                new Site().add("pve").vm("pve", "1"),
                List.of(policy()),
                List.of(ups),
                Settings.DEFAULT,
                UpsConfig.defaults(),
                Duration.ofMillis(200),
                true,
                1);
    }

    private static StoredPolicy policy() {
        PolicyReading reading = new PolicyDocuments().read(DOCUMENT, "application/yaml");
        return new StoredPolicy(
                new UUID(2, 2),
                reading.policy(),
                DOCUMENT,
                "application/yaml",
                StoredPolicy.Status.ENABLED,
                true,
                reading.behaviourHash(),
                reading.hash(),
                reading.behaviourHash(),
                1,
                List.of(),
                START,
                "test",
                START,
                "test");
    }
}
