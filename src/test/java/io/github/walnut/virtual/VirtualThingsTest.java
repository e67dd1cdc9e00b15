package io.github.walnut.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.dispatch.CallRunner;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.simulation.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What can be asked of virtual targets and UPSs. */
class VirtualThingsTest {

    private static final Instant BEGIN = VirtualTime.ORIGIN;

    @Test
    @Requirement("EXE-81")
    void a_target_takes_its_time_by_verb_fixed_or_drawn_from_the_seed() {
        Conduct conduct =
                new Conduct(
                        Map.of(
                                "stop",
                                Conduct.Span.of(Duration.ofSeconds(3)),
                                "shutdown",
                                new Conduct.Span(Duration.ofSeconds(10), Duration.ofSeconds(90))),
                        0,
                        0,
                        false,
                        null);

        assertThat(downAfter(conduct, "stop", 1)).isEqualTo(3);
        assertThat(downAfter(conduct, "shutdown", 1)).isBetween(10L, 90L);
        assertThat(downAfter(conduct, "shutdown", 1)).isEqualTo(downAfter(conduct, "shutdown", 1));
        assertThat(downAfter(conduct, "shutdown", 1))
                .isNotEqualTo(downAfter(conduct, "shutdown", 2));
    }

    @Test
    @Requirement("EXE-81")
    void a_target_may_fail_refuse_lie_or_hang() {
        Map<String, Conduct.Span> usual = Map.of();
        assertThat(ordered(new Conduct(usual, 1, 0, false, null)).error().errorClass())
                .isEqualTo(ErrorClass.UNAVAILABLE);
        assertThat(ordered(new Conduct(usual, 0, 0, false, ErrorClass.FORBIDDEN)).error().code())
                .isEqualTo("forbidden");
        assertThat(ordered(new Conduct(usual, 0, 0, true, null)).error().inDoubt()).isTrue();
        Conduct liar = new Conduct(usual, 0, 1, false, null);
        assertThat(ordered(liar).ok()).isTrue();
        assertThat(downAfter(liar, "shutdown", 1)).isEqualTo(-1);
    }

    @Test
    @Requirement("EXE-81")
    void a_ups_drains_charges_and_takes_flags_by_script() {
        VirtualUps ups =
                new VirtualUps(
                        "rack@lab",
                        Map.of(
                                "ups.status", "OL",
                                "battery.charge", "100",
                                "battery.charge.low", "30",
                                "ups.load", "40"),
                        new Scenario.Battery(Duration.ofSeconds(100), Duration.ofSeconds(200)));
        ups.set(BEGIN, Map.of("ups.status", "OB DISCHRG"));
        assertThat(ups.variables(BEGIN.plusSeconds(50), false))
                .containsEntry("battery.charge", "50")
                .containsEntry("battery.runtime", "50")
                .containsEntry("ups.load", "40")
                .containsEntry("ups.status", "OB DISCHRG");
        assertThat(ups.variables(BEGIN.plusSeconds(70), false).get("ups.status"))
                .isEqualTo("OB DISCHRG LB");
        ups.flags(BEGIN.plusSeconds(70), List.of("OL", "CHRG"), Set.of("OB", "DISCHRG", "LB"));
        assertThat(ups.variables(BEGIN.plusSeconds(110), false))
                .containsEntry("battery.charge", "50")
                .containsEntry("ups.status", "OL CHRG");
    }

    private static DriverResult ordered(Conduct conduct) {
        VirtualTime time = new VirtualTime();
        VirtualWorld world = new VirtualWorld(time);
        world.put("pve", "vm:1", "running").conduct(conduct);
        List<DriverResult> answers = new ArrayList<>();
        world.run(order("shutdown"), into(answers));
        time.pass(Duration.ofMinutes(1));
        return answers.get(0);
    }

    /** Whole seconds from the order until the target is down; -1 when it never is. */
    private static long downAfter(Conduct conduct, String verb, long seed) {
        VirtualTime time = new VirtualTime();
        VirtualWorld world = new VirtualWorld(time).chance(new Chance(seed));
        world.put("pve", "vm:1", "running").conduct(conduct);
        world.run(order(verb), into(new ArrayList<>()));
        for (long second = 0; second < 200; second++) {
            if (world.status("pve", "vm:1").equals("stopped")) {
                return second;
            }
            time.pass(Duration.ofSeconds(1));
        }
        return -1;
    }

    private static CallRunner.End into(List<DriverResult> answers) {
        return new CallRunner.End() {
            @Override
            public void ended(DriverResult result) {
                answers.add(result);
            }

            @Override
            public void answered(DriverResult result) {
                answers.add(result);
            }

            @Override
            public void over() {
                assertThat(answers).isNotEmpty();
            }
        };
    }

    private static DriverCall order(String verb) {
        Host host = new VirtualSite(List.of()).host("pve", false).host("pve").orElseThrow();
        Target target =
                new Target(
                        "pve", "vm", "1", "1", "running", Map.of(), Map.of(), true, false, false);
        return new DriverCall(
                DriverCall.Mode.EXECUTE,
                host,
                target,
                "vm.lifecycle",
                verb,
                Map.of(),
                Map.of(),
                null,
                "key",
                "1",
                1,
                10_000);
    }
}
