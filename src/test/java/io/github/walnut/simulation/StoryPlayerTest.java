package io.github.walnut.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.simulation.Scenario.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoryPlayerTest {

    private final Scenario scenario =
            new ScenarioReader()
                    .read(
                            """
                    ups:
                      - name: rack
                        variables: {ups.status: OL, battery.charge: "100", battery.charge.low: "20"}
                        battery: {runtime: 100s, recharge: 200s}
                    steps:
                      - {at: 10s, set: {ups.status: OB DISCHRG}}
                      - {at: 95s, set: {ups.status: OL CHRG}, fault: stale, for: 5s}
                    repeat_after: 400s
                    """);
    private final SimulatedUps ups = new SimulatedUps(scenario.units().get(0));
    private final List<Scenario.Step> told = new ArrayList<>();
    private final StoryPlayer player = new StoryPlayer(scenario, List.of(ups), 2, told::add);

    private void simulated(int seconds) {
        for (int i = 0; i < seconds; i++) {
            player.pass(Duration.ofMillis(500));
        }
    }

    @Test
    void the_battery_drains_on_battery_and_turns_low() {
        simulated(60);
        assertThat(ups.variables())
                .containsEntry("ups.status", "OB DISCHRG")
                .containsEntry("battery.charge", "50")
                .containsEntry("battery.runtime", "50");
        simulated(32);
        assertThat(ups.variables()).containsEntry("ups.status", "OB DISCHRG LB");
    }

    @Test
    void faults_end_by_themselves_and_the_battery_charges_on_mains() {
        simulated(97);
        assertThat(ups.fault()).isEqualTo(Fault.STALE);
        simulated(5);
        assertThat(ups.fault()).isEqualTo(Fault.NONE);
        simulated(190);
        assertThat(ups.variables())
                .containsEntry("ups.status", "OL")
                .containsEntry("battery.charge", "100");
    }

    @Test
    void the_story_starts_again_after_its_length() {
        simulated(405);
        assertThat(told).hasSize(2);
        assertThat(ups.variables()).containsEntry("ups.status", "OL");
        simulated(10);
        assertThat(told).hasSize(3);
    }

    @Test
    void a_forced_shutdown_is_a_latch() {
        ups.forceShutdown();
        assertThat(ups.variables()).containsEntry("ups.status", "FSD OL");
    }
}
