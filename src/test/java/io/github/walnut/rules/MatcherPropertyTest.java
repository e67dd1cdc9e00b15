package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.policy.Decision;
import io.github.walnut.ups.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** The rules decide as a plain loop over the same facts does, whatever happens. */
class MatcherPropertyTest {
    private static final List<String> UPSS = List.of("a@s", "b@s", "c@s");
    private static final List<String> STATES =
            List.of("OL", "OB", "LB", "FSD", "BYPASS", "comm_lost");
    private static final List<String> FLAGS =
            List.of(
                    "OL",
                    "OB",
                    "OB LB",
                    "OL CHRG",
                    "OB CAL",
                    "BYPASS",
                    "OB LB FSD",
                    "OL COMM_LOST");
    private static final List<String> OPS = List.of("<", ">=", "=", "!=");
    private static final List<String> WINDOWS = List.of("0s", "5s", "12s", "1m");

    @Property(tries = 60)
    @Requirement({"EXE-1", "EXE-2", "EXE-3", "EXE-6"})
    void rules_and_loop_decide_alike(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        try (Scene rules = new Scene();
                Scene loop = new Scene(new PlainMatcher())) {
            for (Scene scene : List.of(rules, loop)) {
                scene.feeds.put("h1", new Feeds(List.of("a", "b@s", "c"), 2));
            }
            Random dice = new Random(seed);
            for (int step = 0; step < 60; step++) {
                long sub = dice.nextLong();
                List<Decision> byRules = act(rules, new Random(sub));
                assertThat(act(loop, new Random(sub)))
                        .as("step %d of seed %d", step, seed)
                        .isEqualTo(byRules);
                assertThat(loop.session.nextDue()).isEqualTo(rules.session.nextDue());
            }
            assertThat(rules.session.takeProblems()).isEmpty();
            assertThat(loop.session.takeChanges())
                    .containsExactlyInAnyOrderElementsOf(rules.session.takeChanges());
        }
    }

    private static List<Decision> act(Scene scene, Random dice) {
        String ups = any(UPSS, dice);
        int id = 1 + dice.nextInt(6);
        switch (dice.nextInt(12)) {
            case 0, 1:
                scene.put(id, policy(dice));
                return List.of();
            case 2:
                scene.session.suppress(
                        Scene.id(id),
                        ups,
                        "run" + dice.nextInt(3),
                        "live",
                        scene.now.plusSeconds(dice.nextInt(60)));
                return List.of();
            case 3:
                scene.session.runOpen(
                        Scene.id(id), ups, "run" + dice.nextInt(3), dice.nextBoolean());
                return List.of();
            case 4:
                return ended(scene, id, dice);
            case 5:
                return scene.tickAfter(dice.nextInt(40) + "s");
            case 6:
                return scene.session.called(
                        any(List.of("door", "smoke"), dice),
                        Map.of("level", dice.nextInt(3)),
                        null,
                        scene.now);
            case 7:
                return other(scene, id, ups, dice);
            default:
                scene.value(Metric.BATTERY_PERCENT, dice.nextInt(100));
                scene.pass(dice.nextInt(9) + "s");
                return scene.poll(ups, any(FLAGS, dice));
        }
    }

    private static List<Decision> ended(Scene scene, int id, Random dice) {
        String run = "run" + dice.nextInt(3);
        scene.session.runClosed(Scene.id(id), run);
        return scene.session.tick(scene.now);
    }

    private static List<Decision> other(Scene scene, int id, String ups, Random dice) {
        switch (dice.nextInt(5)) {
            case 0:
                scene.session.bar(Scene.id(id), ups, "run0", Scene.OUTAGE, scene.now);
                return List.of();
            case 1:
                scene.session.release(Scene.id(id));
                return scene.session.tick(scene.now);
            case 2:
                scene.shift(Duration.ofSeconds(dice.nextInt(7200) - 3600));
                return scene.session.tick(scene.now);
            case 3:
                scene.forget(ups);
                return List.of();
            default:
                scene.pass(dice.nextInt(30) + "h");
                return scene.session.tick(scene.now);
        }
    }

    private static String policy(Random dice) {
        StringBuilder yaml = new StringBuilder("priority: ").append(dice.nextInt(4));
        yaml.append("\nstop_on_match: ").append(dice.nextInt(4) == 0);
        yaml.append("\nlogic: ").append(dice.nextBoolean() ? "ALL" : "ANY").append("\ntriggers:\n");
        for (int i = 0; i <= dice.nextInt(3); i++) {
            yaml.append(trigger(dice));
        }
        if (dice.nextInt(3) == 0) {
            yaml.append(
                    "conditions: {all: [{scope: metric, field: charge_pct, op: '<', value: 60}]}\n");
        }
        return yaml.toString();
    }

    private static String trigger(Random dice) {
        String ups = dice.nextBoolean() ? "" : ", ups: [a, b]";
        String least = dice.nextInt(4) == 0 ? ", at_least: 2" : "";
        if (dice.nextInt(5) == 0) {
            return any(
                            List.of(
                                    "  - {type: timer.at, schedule: {repeat: daily, at: '13:01'}}%n",
                                    "  - {type: webhook.custom, name: door, match: {level: 1}, valid_for: 20s}%n",
                                    "  - {type: timer.after, after: 8s, since_event: {type: ups.state, equals: OB}}%n",
                                    "  - {type: timer.after, after: 8s, since_event: {type: webhook.custom, equals: smoke}}%n",
                                    "  - {type: ups.state, equals: OB, for: 5s, ups: feeds}%n"),
                            dice)
                    .formatted();
        }
        if (dice.nextInt(4) == 0) {
            return "  - {type: metric.threshold, metric: charge_pct, op: '%s', value: %d, for: %s%s}%n"
                    .formatted(any(OPS, dice), dice.nextInt(100), any(WINDOWS, dice), ups);
        }
        return dice.nextInt(3) == 0
                ? "  - {type: status_transition, from: %s, to: %s, stable_for: %s%s}%n"
                        .formatted(any(STATES, dice), any(STATES, dice), any(WINDOWS, dice), ups)
                : "  - {type: ups.state, equals: %s, for: %s%s%s}%n"
                        .formatted(any(STATES, dice), any(WINDOWS, dice), ups, least);
    }

    private static String any(List<String> list, Random dice) {
        return list.get(dice.nextInt(list.size()));
    }
}
