package io.github.walnut.outages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.outages.World.Act;
import io.github.walnut.outages.World.Crash;
import io.github.walnut.outages.World.Guest;
import io.github.walnut.outages.World.Machine;
import io.github.walnut.outages.World.MainsFail;
import io.github.walnut.outages.World.Rule;
import io.github.walnut.outages.World.Sign;
import io.github.walnut.outages.World.Temper;
import io.github.walnut.outages.World.Unit;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * walNUT dies at each write of its store in turn, just before it is on disk and just after: of the
 * facts of a UPS, of the window of a trigger, of a run, of each step.
 */
class DeathAtEveryWriteTest {

    private static final int SEEDS = 15;
    private static final int EVERY = 5;

    @Test
    @Requirement({"EXE-42", "EXE-44", "EXE-45", "EXE-94"})
    void the_outage_ends_as_if_nobody_had_died() {
        World world = staged();
        Trial whole = new Trial(world).play();
        Map<String, Long> stops = stops(whole);
        assertThat(stops).hasSize(6).allSatisfy((path, times) -> assertThat(times).isEqualTo(1));

        List<String> differences = new ArrayList<>();
        for (int write = 1; write <= whole.writes(); write++) {
            for (boolean done : List.of(false, true)) {
                Trial broken = new Trial(world).dyingAt(write, done).play();
                String name = "death " + (done ? "after" : "before") + " write " + write + ": ";
                if (broken.lives().size() != 2) {
                    differences.add(name + broken.lives().size() + " lives");
                }
                if (!stops(broken).equals(stops)) {
                    differences.add(name + stops(broken));
                }
                Judge.judge(broken).lines().forEach(line -> differences.add(name + line));
            }
        }
        assertThat(whole.writes()).isGreaterThan(30);
        assertThat(differences).isEmpty();
    }

    /** Whatever else is going wrong: the judge still has nothing to say. */
    @Test
    @Requirement("EXE-94")
    void any_outage_goes_on_after_a_death_in_a_write() {
        List<String> objections = new ArrayList<>();
        for (long seed : Seeds.asked(SEEDS)) {
            World world = WorldMaker.outage(seed);
            int writes = alive(world) ? new Trial(world).play().writes() : 0;
            for (int write = 1 + (int) (seed % EVERY); write <= writes; write += EVERY) {
                for (boolean done : List.of(false, true)) {
                    Trial trial = new Trial(world).dyingAt(write, done).play();
                    String name = "seed " + seed + " write " + write + " " + done + ": ";
                    Judge.judge(trial).lines().forEach(line -> objections.add(name + line));
                }
            }
        }
        assertThat(objections).isEmpty();
    }

    private static boolean alive(World world) {
        return world.script().stream().noneMatch(Crash.class::isInstance);
    }

    /** How often each target was told to stop. */
    private static Map<String, Long> stops(Trial trial) {
        return trial.laboratory().world().deeds().stream()
                .collect(
                        Collectors.groupingBy(
                                deed -> deed.hostId() + "/" + deed.targetId(),
                                TreeMap::new,
                                Collectors.counting()));
    }

    /** Two policies, three hosts, three stages. */
    private static World staged() {
        return new World(
                7,
                List.of(new Unit("ups-a@lab", seconds(300))),
                List.of(machine("h0"), machine("h1"), machine("h2")),
                List.of(
                        rule(
                                1,
                                Sign.ON_BATTERY,
                                seconds(20),
                                act("h0", "vm", 0),
                                act("h1", "vm", 1)),
                        rule(
                                2,
                                Sign.LOW_BATTERY,
                                Duration.ZERO,
                                act("h2", "vm", 0),
                                act("h0", "host", 1),
                                act("h1", "host", 1),
                                act("h2", "host", 2))),
                List.of(
                        new MainsFail(seconds(7), "ups-a@lab"),
                        new MainsFail(seconds(260), "ups-a@lab")),
                10,
                Duration.ofMillis(50));
    }

    private static Machine machine(String id) {
        return new Machine(
                id,
                false,
                List.of(
                        new Guest("vm", "101", true, seconds(6), Temper.GOOD),
                        new Guest("host", id, true, seconds(9), Temper.GOOD)));
    }

    private static Rule rule(int number, Sign sign, Duration hold, Act... acts) {
        return new Rule(
                number,
                sign,
                List.of("ups-a@lab"),
                1,
                hold,
                10 * number,
                Duration.ZERO,
                null,
                true,
                List.of(acts));
    }

    private static Act act(String machine, String type, int stage) {
        return new Act(
                machine,
                type,
                stage,
                Duration.ZERO,
                seconds(90),
                List.of(),
                OnPowerReturn.FINISH,
                true);
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }
}
