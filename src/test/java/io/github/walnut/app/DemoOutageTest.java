package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.simulation.Scenario;
import io.github.walnut.simulation.ScenarioReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoOutageTest {

    /** The speed at which it is played when nothing is said. */
    private static final int SPEED = 10;

    private Scenario written;

    @BeforeEach
    void read() throws IOException {
        written = new ScenarioReader().read(Demo.resource("scenario.yaml"));
    }

    private Scenario of(int seed) {
        return new DemoOutage(seed).of(written);
    }

    @Test
    @Requirement("OPS-41")
    void equal_seeds_tell_the_same_outage_and_others_another() {
        assertThat(of(7)).isEqualTo(of(7));
        Set<Scenario> told = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            told.add(of(seed));
        }
        assertThat(told).hasSize(100);
    }

    /** Seconds of somebody who watches: not at once, not for ever, and every part of it is seen. */
    @Test
    @Requirement("OPS-41")
    void every_seed_tells_one_that_can_be_watched() {
        for (int seed = 0; seed < 1000; seed++) {
            Scenario told = of(seed);
            Scenario.Unit rack = told.units().get(0);
            Duration fails = told.steps().get(0).at();
            Duration back = told.steps().get(2).at();
            Duration low = rack.battery().runtime().multipliedBy(65).dividedBy(100);
            assertThat(seconds(fails)).as("calm at first").isBetween(10.0, 15.0);
            assertThat(seconds(low)).as("low battery").isBetween(45.0, 65.0);
            assertThat(seconds(back.minus(fails).minus(low))).as("then mains").isGreaterThan(5);
            assertThat(seconds(told.length().minus(back))).as("recovery").isBetween(60.0, 90.0);
            assertThat(Double.parseDouble(rack.variables().get("ups.load"))).isLessThan(60);
            assertThat(told.steps().get(0).set()).containsEntry("input.voltage", "0.0");
        }
    }

    private static double seconds(Duration simulated) {
        return simulated.toMillis() / 1000.0 / SPEED;
    }
}
