package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.Step;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever the plan and however targets behave: order, limits and an end. */
class RandomRunsTest {

    private static final String[] VERBS = {"shutdown", "stop", "start", "reboot"};
    private static final Behaviour[] MOODS = {
        new Behaviour.Willing(),
        new Behaviour.Willing(),
        new Behaviour.Lying(),
        new Behaviour.Silent(true),
        new Behaviour.Silent(false),
        new Behaviour.Refusing(ErrorClass.CONFLICT),
        new Behaviour.Refusing(ErrorClass.UNREACHABLE),
        new Behaviour.Refusing(ErrorClass.FORBIDDEN),
        new Behaviour.Refusing(ErrorClass.PROTOCOL)
    };

    @Property(tries = 150)
    @Requirement({"EXE-26", "EXE-28", "EXE-30", "EXE-41", "EXE-98"})
    void order_and_limits_hold(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int limit) {
        Random random = new Random(seed);
        Station station = station(random, limit);
        List<UUID> runs = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            runs.add(station.start(station.site.priority(random.nextInt(3)).live(actions(random))));
            station.pass(Duration.ofSeconds(random.nextInt(30)));
        }
        station.pass(Duration.ofHours(2));

        assertThat(station.law.broken()).isEmpty();
        assertThat(station.world.mostOrders()).isLessThanOrEqualTo(limit);
        assertThat(station.world.mostOrdersOnOneHost()).isLessThanOrEqualTo(1);
        for (UUID id : runs) {
            assertThat(station.run(id).state().terminal()).isTrue();
            assertThat(station.steps(id)).allMatch(RunBook::settled);
            stagesInOrder(station.run(id), station.steps(id));
        }
    }

    /** The intent of a repeated order that was journaled after its budget was spent. */
    @Example
    @Requirement("EXE-41")
    void a_repeat_that_was_journaled_too_late_is_not_sent() {
        order_and_limits_hold(1543536, 1);
        order_and_limits_hold(1543536, 4);
    }

    @Property(tries = 60)
    @Requirement({"EXE-94", "EXE-44"})
    void every_run_becomes_final_however_often_the_process_dies(@ForAll long seed) {
        Random random = new Random(seed);
        Station station = station(random, 4);
        UUID id = station.start(station.site.live(actions(random)));
        for (int i = 0; i < 5; i++) {
            station.pass(Duration.ofMillis(random.nextInt(40_000)));
            station.killAndBoot();
        }
        station.pass(Duration.ofHours(2));

        assertThat(station.run(id).state().terminal()).isTrue();
        assertThat(station.law.broken()).isEmpty();
        stagesInOrder(station.run(id), station.steps(id));
    }

    @Property(tries = 60)
    @Requirement({"EXE-64", "EXE-99"})
    void a_dry_run_never_orders_anything(@ForAll long seed) {
        Random random = new Random(seed);
        Station station = station(random, 4);
        UUID id = station.start(station.site.request(Run.Mode.DRY_RUN, null, actions(random)));
        station.pass(Duration.ofHours(2));

        assertThat(station.run(id).state().terminal()).isTrue();
        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
        assertThat(station.world.deeds()).isEmpty();
    }

    @Property(tries = 30)
    @Requirement({"EXE-25", "EXE-83"})
    void equal_input_gives_equal_records(@ForAll long seed) {
        assertThat(record(seed)).isEqualTo(record(seed));
    }

    private static List<Object> record(long seed) {
        Random random = new Random(seed);
        Station station = station(random, 3);
        UUID id = station.start(station.site.live(actions(random)));
        station.pass(Duration.ofHours(2));
        return List.of(station.run(id), station.steps(id));
    }

    /** An order of a later stage leaves only when the earlier ones are through or out of time. */
    private static void stagesInOrder(Run run, List<Step> steps) {
        for (Step later : steps) {
            if (later.attempts().isEmpty()) {
                continue;
            }
            Instant first = later.attempts().get(0).sentAt();
            if (first == null) {
                continue;
            }
            for (Step earlier : steps) {
                if (earlier.stage() < later.stage() && earlier.endedAt().isAfter(first)) {
                    assertThat(run.createdAt().plus(spent(steps, earlier.stage())))
                            .isBeforeOrEqualTo(first);
                }
            }
        }
    }

    /** The time of a stage, without escalations. */
    private static Duration spent(List<Step> steps, int stage) {
        return steps.stream()
                .filter(step -> step.stage() == stage)
                .map(step -> step.delay().plus(step.budget()))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static ActionDraft[] actions(Random random) {
        ActionDraft[] actions = new ActionDraft[1 + random.nextInt(5)];
        for (int i = 0; i < actions.length; i++) {
            actions[i] =
                    ActionDraft.vm(
                                    "a" + i,
                                    "h" + random.nextInt(3),
                                    VERBS[random.nextInt(VERBS.length)])
                            .stage(random.nextInt(3))
                            .timeout(Duration.ofSeconds(20 + random.nextInt(100)));
            if (random.nextInt(4) == 0) {
                actions[i].delay(Duration.ofSeconds(random.nextInt(20)));
            }
            if (random.nextInt(5) == 0) {
                actions[i].escalate("stop");
            }
        }
        return actions;
    }

    private static Station station(Random random, int limit) {
        Site site = new Site();
        Station station = new Station(site, Settings.DEFAULT.withMaxConcurrentActions(limit));
        for (String host : List.of("h0", "h1", "h2")) {
            site.add(host);
            for (int i = 0; i < random.nextInt(4); i++) {
                site.vm(host, String.valueOf(i));
                station.world
                        .put(host, "vm:" + i, random.nextBoolean() ? "running" : "stopped")
                        .takes(Duration.ofSeconds(random.nextInt(40)));
                for (Mode mode : List.of(Mode.PROBE, Mode.EXECUTE, Mode.STATE, Mode.DRY_RUN)) {
                    station.world.mood(host, "vm:" + i, mode, MOODS[random.nextInt(MOODS.length)]);
                }
            }
        }
        return station.boot();
    }
}
