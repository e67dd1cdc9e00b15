package io.github.walnut.outages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.outages.World.Act;
import io.github.walnut.outages.World.BatteryTest;
import io.github.walnut.outages.World.Guest;
import io.github.walnut.outages.World.Happening;
import io.github.walnut.outages.World.Machine;
import io.github.walnut.outages.World.MainsFail;
import io.github.walnut.outages.World.Rule;
import io.github.walnut.outages.World.Sign;
import io.github.walnut.outages.World.Temper;
import io.github.walnut.outages.World.Unit;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What seeds have found, in its smallest form. */
class FoundOutagesTest {

    private static final String UPS = "ups-a@lab";

    /** The state of a test was entered in time; that it turned out to be real came later. */
    @Test
    @Requirement({"NUT-66", "POL-21"})
    void mains_that_fail_in_a_battery_test_have_turned_to_battery() {
        Trial trial =
                play(
                        rule(Sign.TURNED_TO_BATTERY, seconds(30)),
                        new BatteryTest(seconds(12), UPS),
                        new MainsFail(seconds(40), UPS));

        assertThat(Judge.judge(trial).lines()).isEmpty();
        assertThat(trial.orders()).hasSize(1);
    }

    private static Trial play(Rule rule, Happening... script) {
        Guest guest = new Guest("vm", "101", true, seconds(5), Temper.GOOD);
        return new Trial(
                        new World(
                                1,
                                List.of(new Unit(UPS, seconds(900))),
                                List.of(new Machine("h0", false, List.of(guest))),
                                List.of(rule),
                                List.of(script),
                                10,
                                Duration.ofMillis(50)))
                .play();
    }

    private static Rule rule(Sign sign, Duration hold) {
        Act act =
                new Act(
                        "h0",
                        "vm",
                        0,
                        Duration.ZERO,
                        seconds(90),
                        List.of(),
                        OnPowerReturn.FINISH,
                        true);
        return new Rule(
                1, sign, List.of(UPS), 1, hold, 10, Duration.ZERO, null, true, List.of(act));
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }
}
