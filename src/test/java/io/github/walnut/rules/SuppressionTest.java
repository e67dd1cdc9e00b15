package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SuppressionTest {
    private static final String OB = "trigger: {type: ups.state, equals: OB}";
    private static final String RACK = "rack-a@s";

    private final Scene scene = new Scene();

    @BeforeEach
    void a_policy_that_has_matched() {
        scene.put(1, OB);
        scene.poll(RACK, "OL");
        scene.pass("5s");
        Decision match = scene.poll(RACK, "OB").get(0);
        scene.session.starting(match);
        scene.session.runOpen(Scene.id(1), RACK, "run-1", true);
    }

    @AfterEach
    void close() {
        assertThat(scene.session.takeProblems()).isEmpty();
        scene.close();
    }

    @Test
    @Requirement({"EXE-11", "EXE-10"})
    void a_run_that_ends_without_a_window_frees_at_once_the_match_that_it_held_back() {
        assertThat(kinds(again())).containsExactly(Kind.ALREADY_RUNNING);

        scene.session.runClosed(Scene.id(1), "run-1");
        assertThat(kinds(scene.session.tick(scene.now))).containsExactly(Kind.MATCHED);
    }

    @Test
    @Requirement("EXE-10")
    void the_longest_of_several_windows_holds_back() {
        suppress("run-0", 300);
        Instant end = scene.now.plusSeconds(600);
        suppress("run-1", 600);
        scene.session.runClosed(Scene.id(1), "run-1");

        assertThat(again().get(0).until()).isEqualTo(end);
    }

    @Test
    @Requirement("EXE-5")
    void the_end_of_a_run_by_hand_does_not_free_what_the_run_of_a_match_holds_back() {
        scene.session.runOpen(Scene.id(1), RACK, "by-hand", false);
        scene.session.runClosed(Scene.id(1), "by-hand");

        List<Decision> held = again();
        assertThat(kinds(held)).containsExactly(Kind.ALREADY_RUNNING);
        assertThat(held.get(0).detail()).isEqualTo("run-1");
    }

    @Test
    @Requirement("EXE-5")
    void a_match_whose_run_is_not_heard_of_yet_is_under_way() {
        scene.session.runClosed(Scene.id(1), "run-1");
        Decision match = again().get(0);
        scene.session.starting(match);

        assertThat(kinds(again())).containsExactly(Kind.ALREADY_RUNNING);
        scene.session.notStarted(match);
        assertThat(kinds(scene.session.tick(scene.now))).containsExactly(Kind.MATCHED);
    }

    @Test
    void a_cancelled_policy_does_not_match_again_in_the_outage_until_somebody_releases_it() {
        cancelled();
        List<Decision> held = again();
        assertThat(kinds(held)).containsExactly(Kind.CANCELLED);
        assertThat(held.get(0).detail()).isEqualTo("run-1");
        assertThat(scene.pollFor("5m", RACK, "OB")).isEmpty();

        scene.session.release(Scene.id(1));
        assertThat(kinds(scene.session.tick(scene.now))).containsExactly(Kind.MATCHED);
    }

    @Test
    void a_cancelled_policy_matches_again_when_the_ups_becomes_critical() {
        cancelled();
        again();
        scene.pass("5s");

        assertThat(kinds(scene.poll(RACK, "OB LB critical"))).containsExactly(Kind.MATCHED);
    }

    @Test
    @Requirement({"NUT-45", "EXE-17"})
    void windows_keep_their_length_when_the_wall_clock_is_set() {
        scene.put(2, "trigger: {type: ups.state, equals: OB, for: 30s}");
        suppress("run-1", 60);
        scene.session.runClosed(Scene.id(1), "run-1");
        again();
        scene.pass("10s");
        scene.poll(RACK, "OB");

        scene.shift(Duration.ofHours(5));
        assertThat(scene.session.tick(scene.now)).isEmpty();
        assertThat(kinds(scene.pollFor("15s", RACK, "OB"))).isEmpty();
        assertThat(scene.pollFor("5s", RACK, "OB"))
                .extracting(Decision::policyId)
                .containsExactly(Scene.id(2));
        scene.shift(Duration.ofHours(-9));
        assertThat(scene.pollFor("15s", RACK, "OB")).isEmpty();
        assertThat(kinds(scene.pollFor("10s", RACK, "OB"))).containsExactly(Kind.MATCHED);
    }

    @Test
    @Requirement("POL-12")
    void a_ups_that_was_removed_counts_no_more() {
        scene.put(2, "trigger: {type: ups.state, equals: OB, ups: [a, b], at_least: 2}");
        scene.poll("a@s", "OB");
        scene.poll("b@s", "OL");
        scene.forget("a@s");
        scene.pass("5s");

        assertThat(scene.poll("b@s", "OB"))
                .filteredOn(d -> d.policyId().equals(Scene.id(2)))
                .extracting(Decision::kind)
                .doesNotContain(Kind.MATCHED);
        assertThat(scene.session.states(Scene.id(1)))
                .noneMatch(state -> "a@s".equals(state.subject()));
    }

    private void cancelled() {
        scene.session.bar(Scene.id(1), RACK, "run-1", Scene.OUTAGE, scene.now);
        scene.session.runClosed(Scene.id(1), "run-1");
    }

    private void suppress(String run, int seconds) {
        scene.session.suppress(Scene.id(1), RACK, run, "live", scene.now.plusSeconds(seconds));
    }

    /** On battery anew. */
    private List<Decision> again() {
        scene.pass("5s");
        scene.poll(RACK, "OL");
        scene.pass("5s");
        return scene.poll(RACK, "OB");
    }

    private static List<Kind> kinds(List<Decision> decisions) {
        return decisions.stream().map(Decision::kind).toList();
    }
}
