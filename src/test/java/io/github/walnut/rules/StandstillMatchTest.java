package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFacts.Standstill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No trigger of any kind is judged over a time in which nobody watched, before a fresh poll. */
@Requirement("NUT-45")
class StandstillMatchTest {

    private static final String RACK = "rack-a@10.0.0.9";

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        assertThat(scene.session.takeProblems()).isEmpty();
        scene.close();
    }

    private static UpsFacts with(UpsFacts facts, Standstill standstill) {
        return new UpsFacts(
                facts.upsId(),
                facts.states(),
                facts.last(),
                facts.lastGoodAt(),
                standstill == null,
                facts.cause(),
                facts.powerSource(),
                facts.outageId(),
                facts.episode(),
                facts.onBatterySeconds(),
                facts.onBatterySeconds1h(),
                facts.flaps10m(),
                facts.absent(),
                facts.updatedAt(),
                standstill);
    }

    /** What the fleet tells at the end of a standstill of so many seconds, and what follows. */
    private List<Decision> standsStill(String ups, int seconds) {
        return told(ups, new Standstill(Duration.ofSeconds(seconds), true));
    }

    private List<Decision> told(String ups, Standstill standstill) {
        UpsFacts before = scene.last(ups);
        List<Decision> all =
                new ArrayList<>(
                        scene.update(
                                with(
                                        scene.facts(
                                                ups,
                                                flags(before),
                                                before.lastGoodAt(),
                                                null,
                                                "reported"),
                                        standstill)));
        all.addAll(scene.session.tick(scene.now));
        return all;
    }

    private static String flags(UpsFacts facts) {
        return facts.states().keySet().stream()
                .map(Enum::name)
                .sorted()
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    private static List<Decision> matches(List<Decision> decisions) {
        return decisions.stream().filter(d -> d.kind() == Kind.MATCHED).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trigger: {type: ups.state, equals: OB, for: 10s}",
                "trigger: {type: ups.state, equals: on_battery, for: 14s}",
                "trigger: {type: status_transition, from: OL, to: OB, stable_for: 10s}",
                "trigger: {type: status_transition, from: OL, stable_for: 10s}",
                "trigger: {type: duration, to: OB, stable_for: 10s}",
                "trigger: {type: metric.threshold, metric: charge_pct, op: '<', value: 80, for: 10s}",
                "trigger: {type: timer.after, after: 10s, since_event: {type: ups.state, equals: OB}}",
                "logic: ALL\ntriggers: [{type: ups.state, equals: OB, for: 10s},"
                        + " {type: ups.state, equals: DISCHRG}]",
                "triggers: [{type: ups.state, equals: OB, for: 10s, at_least: 1, ups: [rack-a]}]"
            })
    void a_window_of_any_kind_waits_for_the_poll(String triggers) {
        scene.put(1, triggers);
        play("OL", 95);
        play("OB DISCHRG", 60);
        scene.pass("3s");
        play("OB DISCHRG", 60);
        scene.pass("20s");

        assertThat(matches(standsStill(RACK, 20))).as("nothing is known yet").isEmpty();
        assertThat(matches(scene.tickAfter("2s"))).isEmpty();
        scene.value(Metric.BATTERY_PERCENT, 60);
        assertThat(matches(scene.poll(RACK, "OB DISCHRG"))).as("it goes on").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trigger: {type: ups.state, equals: OB, for: 10s}",
                "trigger: {type: status_transition, from: OL, to: OB, stable_for: 10s}",
                "trigger: {type: metric.threshold, metric: charge_pct, op: '<', value: 80, for: 10s}",
                "trigger: {type: timer.after, after: 10s, since_event: {type: ups.state, equals: OB}}"
            })
    void a_window_whose_state_is_gone_ends(String triggers) {
        scene.put(1, triggers);
        play("OL", 95);
        play("OB DISCHRG", 60);
        scene.pass("20s");
        assertThat(matches(standsStill(RACK, 20))).isEmpty();

        scene.value(Metric.BATTERY_PERCENT, 95);
        assertThat(matches(scene.poll(RACK, "OL"))).isEmpty();
        assertThat(matches(scene.pollFor("2m", RACK, "OL"))).isEmpty();
    }

    private void play(String flags, double charge) {
        scene.value(Metric.BATTERY_PERCENT, charge);
        assertThat(matches(scene.poll(RACK, flags))).isEmpty();
        scene.pass("1s");
    }

    @Test
    void in_silence_only_the_time_that_was_watched_counts() {
        scene.put(1, "trigger: {type: ups.state, equals: OB, for: 60s}");
        play("OL", 95);
        play("OB", 60);
        scene.pass("600s");
        assertThat(matches(standsStill(RACK, 600))).isEmpty();
        scene.pass("15s");
        assertThat(matches(told(RACK, new Standstill(Duration.ofSeconds(600), false)))).isEmpty();

        assertThat(matches(scene.tickAfter("40s"))).isEmpty();
        assertThat(matches(scene.tickAfter("10s"))).hasSize(1);
    }

    @Test
    void a_match_over_several_waits_for_all_of_them() {
        scene.put(
                1,
                "trigger: {type: ups.state, equals: OB, for: 10s, ups: [a@s, b@s], at_least: 2}");
        for (String ups : List.of("a@s", "b@s")) {
            scene.poll(ups, "OL");
        }
        scene.pass("1s");
        scene.poll("a@s", "OB");
        scene.poll("b@s", "OB");
        scene.pass("20s");
        standsStill("a@s", 20);
        standsStill("b@s", 20);

        assertThat(matches(scene.poll("a@s", "OB"))).isEmpty();
        assertThat(matches(scene.tickAfter("1s"))).isEmpty();
        assertThat(matches(scene.poll("b@s", "OB"))).hasSize(1);
    }

    @Test
    void a_timer_with_a_condition_about_a_ups_waits_for_its_poll() {
        scene.put(
                1,
                "trigger: {type: timer.at, schedule: {repeat: daily, at: '13:01'}}\n"
                        + "conditions: {all: [{scope: ups, field: status, op: '=', value: OB, ups:"
                        + " rack-a}]}");
        play("OL", 95);
        scene.pass("49s");
        play("OB", 60);
        scene.pass("10s");
        assertThat(matches(standsStill(RACK, 10))).isEmpty();

        List<Decision> decided = scene.poll(RACK, "OL");
        assertThat(decided).extracting(Decision::kind).contains(Kind.CONDITION_FALSE);
        assertThat(matches(decided)).isEmpty();
    }

    @Test
    @Requirement("EXE-16")
    void a_match_that_was_held_back_waits_too() {
        scene.put(1, "trigger: {type: ups.state, equals: OB}");
        scene.poll(RACK, "OL");
        scene.session.suppress(Scene.id(1), RACK, "r1", "live", scene.now.plusSeconds(10));
        scene.pass("1s");
        assertThat(scene.poll(RACK, "OB"))
                .extracting(Decision::kind)
                .containsExactly(Kind.SUPPRESSED_WINDOW);
        scene.pass("20s");

        assertThat(matches(standsStill(RACK, 20))).isEmpty();
        assertThat(matches(scene.poll(RACK, "OL"))).isEmpty();
    }

    @Test
    @Requirement("EXE-60")
    void whether_a_match_still_holds_is_told_by_the_facts() {
        Map<String, String> gone =
                Map.of(
                        "trigger: {type: ups.state, equals: OB}",
                        "OL",
                        "trigger: {type: timer.after, after: 1s, since_event: {type: ups.state,"
                                + " equals: OB}}",
                        "OL");
        int id = 1;
        for (Map.Entry<String, String> each : gone.entrySet()) {
            scene.put(id, each.getKey());
            scene.poll(RACK, "OL");
            scene.pass("5s");
            scene.pollFor("3m", RACK, "OB");
            assertThat(stillMet(id)).as(each.getKey()).isTrue();
            scene.poll(RACK, each.getValue());
            assertThat(stillMet(id)).as(each.getKey() + " is gone").isFalse();
            id++;
        }
    }

    private boolean stillMet(int id) {
        String hash = scene.session.stored(Scene.id(id)).behaviourHash();
        return scene.session.stillMet(Scene.id(id), hash, RACK, scene.now);
    }
}
