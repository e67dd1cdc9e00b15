package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.StillFed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimersAndWebhooksTest {
    private static final String DAILY =
            "trigger: {type: timer.at, schedule: {repeat: daily, at: '14:00'}}";
    private static final String AFTER_OB =
            "trigger: {type: timer.after, after: 10m, since_event: {type: ups.state, equals: OB}}";
    private static final String RACK = "rack-a@s";
    private static final Instant TWO = Instant.parse("2026-03-01T13:00:00Z");

    private Scene scene = new Scene();

    @AfterEach
    void close() {
        assertThat(scene.session.takeProblems()).isEmpty();
        scene.close();
    }

    @Test
    @Requirement({"POL-23", "POL-10"})
    void a_timer_fires_at_its_time_is_met_for_a_minute_and_is_about_no_ups() {
        scene.put(1, DAILY);
        assertThat(scene.session.nextDue()).contains(TWO);

        List<Decision> made = tickAt(TWO);
        assertThat(made).extracting(Decision::kind).containsExactly(Kind.MATCHED);
        assertThat(made.get(0).subject()).isNull();
        assertThat(scene.session.takeFired())
                .containsExactly(new FiredTimer(Scene.id(1), 0, null, TWO, false));
        assertThat(tickAt(TWO.plusSeconds(59))).isEmpty();
        assertThat(kinds(tickAt(TWO.plusSeconds(60)))).containsExactly(Kind.NOT_MET);
        assertThat(scene.session.nextDue()).contains(TWO.plusSeconds(86_400));
    }

    @Test
    @Requirement("POL-14")
    void a_time_before_the_policy_was_put_does_not_count() {
        scene.now = TWO.plusSeconds(10);
        scene.put(1, DAILY);

        assertThat(tickAt(TWO.plusSeconds(20))).isEmpty();
    }

    @Test
    @Requirement({"POL-23", "EXE-17"})
    void a_time_missed_while_down_fires_late_within_five_minutes_else_it_is_told() {
        scene.put(1, DAILY);
        restart();
        assertThat(kinds(tickAt(TWO.plusSeconds(300)))).containsExactly(Kind.MATCHED);

        Instant tomorrow = TWO.plusSeconds(86_400);
        tickAt(TWO.plusSeconds(400));
        restart();
        assertThat(tickAt(tomorrow.plusSeconds(301))).isEmpty();
        assertThat(scene.session.takeFired())
                .contains(new FiredTimer(Scene.id(1), 0, null, tomorrow, true));
    }

    @Test
    @Requirement({"POL-10", "POL-11"})
    void all_joins_a_timer_with_the_state_of_each_ups() {
        scene.put(
                1,
                "logic: ALL\ntriggers: [{type: timer.at, schedule: {repeat: daily, at: '14:00'}},"
                        + " {type: ups.state, equals: OB}]");
        scene.poll("a@s", "OL");
        scene.poll("b@s", "OL");
        scene.now = TWO.minusSeconds(5);
        scene.poll("a@s", "OL");
        scene.poll("b@s", "OB");

        assertThat(matches(tickAt(TWO))).extracting(Decision::subject).containsExactly("b@s");
        scene.now = TWO.plusSeconds(30);
        assertThat(matches(scene.poll("a@s", "OB")))
                .extracting(Decision::subject)
                .containsExactly("a@s");
    }

    @Test
    @Requirement("POL-24")
    void a_timer_after_a_state_is_cancelled_when_that_is_left_and_starts_anew() {
        scene.put(1, AFTER_OB);
        scene.poll(RACK, "OL");
        scene.pollFor("9m", RACK, "OB");
        scene.pollFor("1m", RACK, "OL");
        assertThat(matches(scene.pollFor("9m", RACK, "OB"))).isEmpty();
        assertThat(matches(scene.pollFor("2m", RACK, "OB"))).hasSize(1);
        assertThat(matches(scene.pollFor("30m", RACK, "OB"))).isEmpty();
        assertThat(scene.session.states(Scene.id(1)))
                .allMatch(state -> state.state() == io.github.walnut.policy.Trigger.State.UNMET);
    }

    @Test
    @Requirement({"POL-24", "EXE-17", "EXE-96"})
    void a_timer_after_a_state_goes_on_over_a_restart() {
        scene.put(1, AFTER_OB);
        scene.poll(RACK, "OL");
        scene.poll(RACK, "OB");
        Instant due = scene.now.plusSeconds(600);
        scene.pollFor("6m", RACK, "OB");
        restart();
        scene.pass("3m");
        scene.update(scene.facts(RACK, "OB", scene.now, null, "reported"));

        assertThat(scene.session.nextDue().orElseThrow()).isBeforeOrEqualTo(due);
        assertThat(matches(scene.pollFor("55s", RACK, "OB"))).isEmpty();
        assertThat(matches(scene.pollFor("10s", RACK, "OB"))).hasSize(1);
    }

    @Test
    @Requirement("POL-24")
    void a_timer_after_a_webhook_counts_from_the_latest_call() {
        scene.put(
                1,
                "trigger: {type: timer.after, after: 1m,"
                        + " since_event: {type: webhook.custom, equals: door}}");
        assertThat(matches(called("door", Map.of()))).isEmpty();
        scene.pass("50s");
        called("door", Map.of());

        assertThat(matches(scene.tickAfter("59s"))).isEmpty();
        assertThat(matches(scene.tickAfter("1s"))).hasSize(1);
        assertThat(matches(scene.tickAfter("5m"))).isEmpty();
    }

    @Test
    @Requirement("POL-25")
    void a_webhook_matches_when_its_body_holds_every_pair_and_is_used_up_by_the_match() {
        scene.put(1, "trigger: {type: webhook.custom, name: smoke, match: {room: a, level: 2}}");

        assertThat(called("door", Map.of("room", "a", "level", 2))).isEmpty();
        assertThat(matches(called("smoke", Map.of("room", "a", "level", 1)))).isEmpty();
        assertThat(matches(called("smoke", Map.of("room", "a", "level", 2.0, "more", true))))
                .hasSize(1);
        assertThat(matches(called("smoke", Map.of("room", "a", "level", 2)))).hasSize(1);
    }

    @Test
    @Requirement("POL-25")
    void a_call_stays_met_for_its_time_and_waits_for_the_other_triggers() {
        scene.put(
                1,
                "logic: ALL\ntriggers: [{type: webhook.custom, name: go, valid_for: 1m},"
                        + " {type: ups.state, equals: OB}]");
        scene.poll(RACK, "OL");
        called("go", Map.of());
        scene.pass("70s");
        scene.session.tick(scene.now);
        assertThat(matches(scene.poll(RACK, "OB"))).isEmpty();

        scene.pass("5s");
        assertThat(matches(called("go", Map.of()))).hasSize(1);
    }

    @Test
    @Requirement("POL-12")
    void feeds_are_met_for_a_host_when_fewer_sources_than_it_needs_are_outside_the_state() {
        scene.feeds.put("h1", new Feeds(List.of("a", "b@s"), 1));
        scene.feeds.put("h2", new Feeds(List.of("b"), 1));
        scene.put(
                1,
                "trigger: {type: ups.state, equals: OB, ups: feeds}\nactions:\n"
                        + "  - {host_id: h1, capability: power.control, verb: shutdown}\n"
                        + "  - {host_id: h2, capability: power.control, verb: shutdown}");
        scene.poll("a@s", "OL");
        scene.poll("b@s", "OL");

        assertThat(matches(scene.poll("a@s", "OB"))).isEmpty();
        scene.pass("5s");
        List<Decision> both = scene.poll("b@s", "OB");
        assertThat(matches(both)).hasSize(1);
        assertThat(fed(both)).isEmpty();
        scene.pass("5s");
        scene.poll("b@s", "OL");
        scene.poll("a@s", "OL");
        scene.pass("5s");
        assertThat(fed(scene.poll("b@s", "OB"))).containsExactly("h1");
    }

    private List<String> fed(List<Decision> decisions) {
        return scene.feeds.keySet().stream()
                .filter(
                        host ->
                                StillFed.is(
                                        scene.session.stored(Scene.id(1)).policy(),
                                        matches(decisions).get(0).triggers(),
                                        scene.feeds.get(host)))
                .toList();
    }

    private void restart() {
        Scene after = new Scene(scene);
        after.session.restore(scene.session.takeChanges());
        after.session.put(scene.session.stored(Scene.id(1)), after.now);
        scene.close();
        scene = after;
    }

    private List<Decision> tickAt(Instant at) {
        scene.now = at;
        return scene.session.tick(at);
    }

    private List<Decision> called(String webhook, Map<String, Object> body) {
        return scene.session.called(webhook, body, null, scene.now);
    }

    private static List<Kind> kinds(List<Decision> decisions) {
        return decisions.stream().map(Decision::kind).toList();
    }

    private static List<Decision> matches(List<Decision> decisions) {
        return decisions.stream().filter(d -> d.kind() == Kind.MATCHED).toList();
    }
}
