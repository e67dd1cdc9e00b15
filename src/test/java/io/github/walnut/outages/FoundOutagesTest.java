package io.github.walnut.outages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.outages.World.Act;
import io.github.walnut.outages.World.BatteryTest;
import io.github.walnut.outages.World.Contact;
import io.github.walnut.outages.World.Crash;
import io.github.walnut.outages.World.Guest;
import io.github.walnut.outages.World.Happening;
import io.github.walnut.outages.World.Machine;
import io.github.walnut.outages.World.MainsFail;
import io.github.walnut.outages.World.MainsReturn;
import io.github.walnut.outages.World.Rule;
import io.github.walnut.outages.World.Sign;
import io.github.walnut.outages.World.Standstill;
import io.github.walnut.outages.World.StoreState;
import io.github.walnut.outages.World.Temper;
import io.github.walnut.outages.World.Unit;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import io.github.walnut.simulation.Scenario.Fault;
import io.github.walnut.virtual.StoreFault;
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

    /** Seed 456: the run began after the standstill and was put off by its length all the same. */
    @Test
    @Requirement({"EXE-17", "EXE-94"})
    void a_run_that_begins_after_a_standstill_is_not_late_by_it() {
        Trial trial =
                play(
                        rule(Sign.TURNED_TO_BATTERY, seconds(52)),
                        new MainsFail(seconds(13), UPS),
                        new Standstill(seconds(31), seconds(42)));

        assertThat(Judge.judge(trial).lines()).isEmpty();
        assertThat(trial.orders()).hasSize(1);
    }

    /** Seed 418: what the match had come of was kept in memory only, and came anew. */
    @Test
    @Requirement({"EXE-43", "EXE-44"})
    void a_match_in_store_trouble_is_not_made_again_after_a_crash() {
        Trial trial =
                play(
                        rule(Sign.LOST_ON_BATTERY, Duration.ZERO),
                        new MainsFail(seconds(9), UPS),
                        new Contact(seconds(47), UPS, Fault.DRIVER_GONE),
                        new StoreState(seconds(69), StoreFault.READ_ONLY),
                        new Crash(seconds(106), seconds(3)),
                        new StoreState(seconds(108), null));

        assertThat(Judge.judge(trial).lines()).isEmpty();
        assertThat(trial.orders()).hasSize(1);
    }

    /** Seed 68: mains were seen to return in the trouble, and the crash made that unseen. */
    @Test
    @Requirement({"EXE-43", "EXE-97"})
    void mains_that_returned_in_store_trouble_have_returned_after_a_crash() {
        Trial trial =
                play(
                        rule(Sign.ON_BATTERY, seconds(41)),
                        new MainsFail(seconds(46), UPS),
                        new StoreState(seconds(77), StoreFault.LOCKED),
                        new MainsReturn(seconds(85), UPS),
                        new Crash(seconds(96), seconds(3)),
                        new Contact(seconds(164), UPS, Fault.CUT),
                        new StoreState(seconds(165), null));

        assertThat(Judge.judge(trial).lines()).isEmpty();
        assertThat(trial.orders()).isEmpty();
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
