package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.ups.Metric;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicySessionTest {
    private static final String OB_30S = "trigger: {type: ups.state, equals: OB, for: 30s}";
    private static final String RACK = "rack-a@10.0.0.9";

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        assertThat(scene.session.takeProblems()).isEmpty();
        scene.close();
    }

    @Test
    void the_build_holds_the_rules() {
        assertThat(RuleMatcher.ruleBase().getKiePackages())
                .flatMap(p -> p.getRules())
                .hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    @Requirement({"POL-20", "POL-10", "EXE-1", "EXE-4"})
    void matches_when_the_state_has_held_for_the_window() {
        scene.put(1, OB_30S);
        scene.poll(RACK, "OL");
        scene.pass("5s");

        List<Decision> entered = scene.poll(RACK, "OB DISCHRG");
        assertThat(entered).extracting(Decision::kind).containsExactly(Kind.PENDING);
        assertThat(entered.get(0).until()).isEqualTo(scene.now.plusSeconds(30));

        List<Decision> later = scene.pollFor("1m", RACK, "OB DISCHRG");
        assertThat(later).extracting(Decision::kind).containsExactly(Kind.MATCHED);
        assertThat(later.get(0).subject()).isEqualTo(RACK);
        assertThat(later.get(0).policyId()).isEqualTo(Scene.id(1));
    }

    @Test
    @Requirement({"POL-11", "POL-20"})
    void a_dip_that_is_shorter_than_the_window_does_not_match() {
        scene.put(1, OB_30S);
        scene.poll(RACK, "OL");
        scene.pollFor("25s", RACK, "OB");

        assertThat(kinds(scene.pollFor("2m", RACK, "OL"))).containsExactly(Kind.NOT_MET);
        assertThat(scene.session.states(Scene.id(1)))
                .extracting(TriggerState::state)
                .containsExactly(Trigger.State.UNMET);
    }

    @Test
    @Requirement("POL-11")
    void a_trigger_that_stays_met_matches_once_and_again_after_it_was_left() {
        scene.put(1, OB_30S);
        scene.poll(RACK, "OL");

        assertThat(matches(scene.pollFor("20m", RACK, "OB"))).hasSize(1);
        scene.pollFor("10s", RACK, "OL");
        assertThat(matches(scene.pollFor("1m", RACK, "OB"))).hasSize(1);
    }

    @Test
    @Requirement({"POL-10", "POL-11"})
    void all_triggers_must_be_met_by_one_and_the_same_ups() {
        scene.put(
                1,
                "logic: ALL\ntriggers: [{type: ups.state, equals: OB}, {type: ups.state, equals: LB}]");
        scene.poll("a@s", "OL");
        scene.poll("b@s", "OL");

        assertThat(matches(scene.poll("a@s", "OB"))).isEmpty();
        assertThat(matches(scene.poll("b@s", "OL LB"))).isEmpty();
        assertThat(matches(scene.poll("a@s", "OB LB")))
                .extracting(Decision::subject)
                .containsExactly("a@s");
    }

    @Test
    @Requirement({"POL-12", "EXE-10"})
    void triggers_that_name_different_upss_are_judged_together() {
        scene.put(
                1,
                "logic: ALL\ntriggers: [{type: ups.state, equals: OB, for: 10s, ups: NORTH},"
                        + " {type: ups.state, equals: OB, for: 10s, ups: south}]");
        scene.poll("north@s", "OL");
        scene.poll("south@s", "OL");
        assertThat(matches(scene.pollFor("1m", "north@s", "OB"))).isEmpty();

        scene.poll("south@s", "OB");
        scene.pass("10s");
        scene.poll("north@s", "OB");
        assertThat(
                        matches(scene.poll("south@s", "OB")).size()
                                + matches(scene.session.tick(scene.now)).size())
                .isLessThanOrEqualTo(1);
        assertThat(scene.session.states(Scene.id(1)))
                .allMatch(state -> state.state() == Trigger.State.MET);
    }

    @Test
    @Requirement("POL-12")
    void at_least_counts_the_upss_in_the_state() {
        scene.put(1, "trigger: {type: ups.state, equals: OB, ups: [a, b, c], at_least: 2}");
        for (String ups : List.of("a@s", "b@s", "c@s", "d@s")) {
            scene.poll(ups, "OL");
        }

        assertThat(matches(scene.poll("a@s", "OB"))).isEmpty();
        assertThat(matches(scene.poll("d@s", "OB"))).isEmpty();
        assertThat(matches(scene.poll("c@s", "OB")))
                .extracting(Decision::subject)
                .containsExactly("c@s");
        assertThat(matches(scene.poll("b@s", "OB"))).isEmpty();
        scene.poll("a@s", "OL");
        scene.poll("b@s", "OL");
        assertThat(matches(scene.poll("a@s", "OB"))).hasSize(1);
    }

    @Test
    @Requirement("POL-12")
    void a_state_excused_by_a_test_counts_only_when_the_trigger_says_so() {
        scene.put(1, "trigger: {type: ups.state, equals: OB, for: 10s}");
        scene.put(2, "trigger: {type: ups.state, equals: OB, for: 10s, include_tests: true}");
        scene.poll(RACK, "OL");

        assertThat(matches(scene.pollFor("1m", RACK, "OB CAL")))
                .extracting(Decision::policyId)
                .containsExactly(Scene.id(2));
    }

    @Test
    @Requirement("POL-13")
    void a_fact_that_grows_too_old_is_unmet_and_its_window_starts_anew() {
        scene.put(1, "trigger: {type: ups.state, equals: CHRG, for: 1m}");
        scene.poll(RACK, "OL");
        scene.pollFor("30s", RACK, "OL CHRG");

        assertThat(scene.session.nextDue()).contains(scene.now.plusSeconds(15).plusMillis(1));
        assertThat(kinds(scene.tickAfter("16s"))).containsExactly(Kind.NOT_MET);

        scene.pass("4s");
        List<Decision> back = scene.poll(RACK, "OL CHRG");
        assertThat(kinds(back)).containsExactly(Kind.PENDING);
        assertThat(back.get(0).until()).isEqualTo(scene.now.plusSeconds(60));
    }

    @Test
    @Requirement("POL-13")
    void on_battery_goes_on_through_silence() {
        scene.put(1, OB_30S);
        scene.poll(RACK, "OL");
        scene.pass("5s");
        scene.poll(RACK, "OB");
        Instant heard = scene.now;

        scene.pass("20s");
        scene.update(scene.facts(RACK, "OB COMM_LOST", heard, "tcp", "last_known"));
        assertThat(kinds(scene.tickAfter("10s"))).containsExactly(Kind.MATCHED);
    }

    @Test
    @Requirement("POL-20")
    void lost_contact_can_be_narrowed_by_its_cause() {
        scene.put(1, "trigger: {type: ups.state, equals: comm_lost, cause: [auth]}");
        scene.poll(RACK, "OL");
        Instant heard = scene.now;
        scene.pass("40s");

        assertThat(
                        matches(
                                scene.update(
                                        scene.facts(
                                                RACK, "OL COMM_LOST", heard, "tcp", "reported"))))
                .isEmpty();
        assertThat(
                        matches(
                                scene.update(
                                        scene.facts(
                                                RACK, "OL COMM_LOST", heard, "auth", "reported"))))
                .hasSize(1);
    }

    @Test
    @Requirement("POL-14")
    void an_outage_that_holds_when_a_policy_is_put_counts_from_then() {
        scene.poll(RACK, "OL");
        scene.pollFor("10m", RACK, "OB");
        scene.put(1, OB_30S);

        assertThat(scene.session.nextDue()).isPresent();
        assertThat(matches(scene.pollFor("25s", RACK, "OB"))).isEmpty();
        assertThat(matches(scene.pollFor("5s", RACK, "OB"))).hasSize(1);
    }

    @Test
    @Requirement("POL-14")
    void a_policy_without_window_acts_at_once_on_an_outage_that_holds_already() {
        scene.poll(RACK, "OB LB");
        scene.put(1, "trigger: {type: ups.state, equals: LB}");

        assertThat(scene.session.nextDue()).contains(scene.now);
        assertThat(matches(scene.session.tick(scene.now))).hasSize(1);
    }

    @Test
    @Requirement({"POL-14", "POL-21"})
    void mains_that_hold_already_must_be_left_and_entered_anew() {
        scene.put(1, "trigger: {type: ups.state, equals: OL, for: 10s}");
        scene.put(2, "trigger: {type: status_transition, from: OB, to: OL, stable_for: 10s}");
        assertThat(matches(scene.pollFor("5m", RACK, "OL"))).isEmpty();

        scene.put(3, "trigger: {type: ups.state, equals: OL, for: 10s}");
        assertThat(matches(scene.pollFor("5m", RACK, "OL"))).isEmpty();
        scene.pollFor("30s", RACK, "OB");
        assertThat(matches(scene.pollFor("30s", RACK, "OL")))
                .extracting(Decision::policyId)
                .containsExactly(Scene.id(1), Scene.id(2), Scene.id(3));
    }

    @Test
    @Requirement("POL-21")
    void a_transition_needs_the_state_left_right_before() {
        scene.put(1, "trigger: {type: status_transition, from: BYPASS, to: OB}");
        scene.put(2, "trigger: {type: status_transition, from: OL, to: OB, stable_for: 15s}");
        scene.poll(RACK, "BYPASS");
        scene.pollFor("1m", RACK, "OL");

        assertThat(matches(scene.pollFor("30s", RACK, "OB")))
                .extracting(Decision::policyId)
                .containsExactly(Scene.id(2));
    }

    @Test
    @Requirement("POL-21")
    void the_first_sight_of_an_outage_satisfies_any_state_before() {
        scene.put(1, "trigger: {type: status_transition, from: OL, to: OB, stable_for: 5s}");

        assertThat(matches(scene.pollFor("10s", RACK, "OB"))).hasSize(1);
    }

    @Test
    @Requirement({"POL-21", "POL-26"})
    void without_a_state_to_enter_the_one_left_must_stay_left() {
        scene.put(1, "trigger: {type: duration, from: OL, stable_for: 20s}");
        scene.poll(RACK, "OL");
        scene.pollFor("15s", RACK, "OB");
        scene.poll(RACK, "OL");

        assertThat(matches(scene.pollFor("1m", RACK, "OL"))).isEmpty();
        assertThat(matches(scene.pollFor("1m", RACK, "BYPASS"))).hasSize(1);
    }

    @Test
    @Requirement({"POL-30", "POL-31", "EXE-3"})
    void conditions_decide_at_the_match_and_leave_their_results() {
        String base =
                "trigger: {type: ups.state, equals: OB}\nconditions: {all: [{scope: metric, field: ";
        scene.put(1, base + "charge_pct, op: '<', value: 50}]}");
        scene.put(2, base + "load, op: '>', value: 10}]}");
        scene.put(3, base + "load, op: '>', value: 10, if_unknown: match}]}");
        scene.value(Metric.BATTERY_PERCENT, 80);
        scene.poll(RACK, "OL");

        List<Decision> decisions = scene.poll(RACK, "OB");
        assertThat(kinds(decisions))
                .containsExactly(Kind.CONDITION_FALSE, Kind.CONDITION_UNKNOWN, Kind.MATCHED);
        assertThat(decisions.get(0).detail()).isEqualTo("/conditions/all/0");
        assertThat(decisions.get(0).conditions().get(0).value()).isEqualTo(80.0);
        assertThat(decisions.get(0).conditions().get(0).ageSeconds()).isEqualTo(0.0);
    }

    @Test
    @Requirement({"EXE-2", "EXE-6"})
    void policies_decide_in_order_and_those_behind_one_that_stops_match_under_reserve() {
        String ob = "trigger: {type: ups.state, equals: OB}\npriority: ";
        scene.put(4, ob + 20);
        scene.put(3, ob + 20 + "\nstop_on_match: true");
        scene.put(2, ob + 30);
        scene.put(1, ob + 10);
        scene.poll(RACK, "OL");

        List<Decision> decisions = scene.poll(RACK, "OB");
        assertThat(decisions)
                .extracting(Decision::policyId)
                .containsExactly(Scene.id(1), Scene.id(3), Scene.id(4), Scene.id(2));
        assertThat(kinds(decisions)).containsOnly(Kind.MATCHED);
        assertThat(decisions)
                .extracting(Decision::behind)
                .containsExactly(List.of(), List.of(), List.of(Scene.id(3)), List.of(Scene.id(3)));
    }

    @Test
    @Requirement("EXE-6")
    void a_dry_run_does_not_stop_a_policy_that_is_armed() {
        String ob = "trigger: {type: ups.state, equals: OB}\npriority: ";
        scene.session.put(
                Scene.disarmed(scene.policy(1, ob + 10 + "\nstop_on_match: true")), scene.now);
        scene.put(2, ob + 20);
        scene.session.put(Scene.disarmed(scene.policy(3, ob + 30)), scene.now);
        scene.poll(RACK, "OL");

        assertThat(scene.poll(RACK, "OB"))
                .extracting(Decision::behind)
                .containsExactly(List.of(), List.of(), List.of(Scene.id(1)));
    }

    @Test
    @Requirement({"EXE-10", "EXE-12", "EXE-16"})
    void a_match_inside_the_suppression_window_is_made_when_the_window_ends() {
        scene.put(1, "trigger: {type: ups.state, equals: OB}");
        scene.poll(RACK, "OL");
        scene.poll(RACK, "OB");
        Instant end = scene.now.plusSeconds(240);
        scene.session.suppress(Scene.id(1), RACK, "run-1", "live", end);
        scene.pollFor("30s", RACK, "OL");

        List<Decision> held = scene.poll(RACK, "OB");
        assertThat(kinds(held)).containsExactly(Kind.SUPPRESSED_WINDOW);
        assertThat(held.get(0).until()).isEqualTo(end);
        List<Decision> later = scene.pollFor("10m", RACK, "OB");
        assertThat(kinds(later)).containsExactly(Kind.MATCHED);
        assertThat(later.get(0).at()).isEqualTo(end);
    }

    @Test
    @Requirement({"EXE-10", "EXE-11"})
    void a_window_of_another_mode_or_policy_or_ups_does_not_suppress() {
        scene.put(1, "trigger: {type: ups.state, equals: OB}");
        scene.poll(RACK, "OL");
        Instant end = scene.now.plusSeconds(240);
        scene.session.suppress(Scene.id(1), RACK, "run-1", "dry_run", end);
        scene.session.suppress(Scene.id(1), "other@s", "run-2", "live", end);
        scene.session.suppress(Scene.id(2), RACK, "run-3", "live", end);

        assertThat(kinds(scene.poll(RACK, "OB"))).containsExactly(Kind.MATCHED);
    }

    @Test
    @Requirement({"EXE-5", "EXE-16"})
    void a_match_while_a_run_is_open_is_made_when_the_run_ends_if_still_met() {
        scene.put(1, "trigger: {type: ups.state, equals: OB}");
        scene.poll(RACK, "OL");
        scene.session.runOpen(Scene.id(1), RACK, "run-7", true);

        List<Decision> held = scene.poll(RACK, "OB");
        assertThat(kinds(held)).containsExactly(Kind.ALREADY_RUNNING);
        assertThat(held.get(0).detail()).isEqualTo("run-7");
        assertThat(scene.pollFor("1m", RACK, "OB")).isEmpty();

        scene.session.runClosed(Scene.id(1), "run-7");
        assertThat(scene.session.nextDue()).contains(scene.now);
        assertThat(kinds(scene.session.tick(scene.now))).containsExactly(Kind.MATCHED);
    }

    @Test
    @Requirement("EXE-16")
    void a_held_back_match_is_dropped_when_its_trigger_ends_before_the_obstacle() {
        scene.put(1, "trigger: {type: ups.state, equals: OB}");
        scene.poll(RACK, "OL");
        scene.session.runOpen(Scene.id(1), RACK, "run-7", true);
        scene.poll(RACK, "OB");
        scene.pass("5s");
        scene.poll(RACK, "OL");

        scene.session.runClosed(Scene.id(1), "run-7");
        assertThat(scene.session.tick(scene.now)).isEmpty();
    }

    @Test
    @Requirement({"POL-10", "POL-14", "EXE-17"})
    void a_restart_in_the_middle_of_a_window_goes_on_and_repeats_nothing() {
        scene.put(1, OB_30S);
        scene.put(2, "trigger: {type: ups.state, equals: OB, for: 5s}");
        scene.put(3, "trigger: {type: status_transition, from: OL, to: OB, stable_for: 30s}");
        scene.poll(RACK, "OL");
        scene.pass("5s");
        scene.poll(RACK, "OB");
        assertThat(matches(scene.pollFor("20s", RACK, "OB"))).hasSize(1);

        try (Scene after = new Scene(scene)) {
            after.session.restore(scene.session.takeChanges());
            for (int id = 1; id <= 3; id++) {
                after.session.put(scene.session.stored(Scene.id(id)), after.now);
            }
            after.pass("3s");
            assertThat(matches(after.update(after.last(RACK)))).isEmpty();
            assertThat(matches(after.pollFor("2m", RACK, "OB")))
                    .extracting(Decision::policyId)
                    .containsExactly(Scene.id(1), Scene.id(3));
        }
    }

    @Test
    @Requirement({"EXE-16", "EXE-17"})
    void a_restart_remembers_a_match_that_was_held_back() {
        scene.put(1, "trigger: {type: ups.state, equals: OB}");
        scene.poll(RACK, "OL");
        Instant end = scene.now.plusSeconds(300);
        scene.session.suppress(Scene.id(1), RACK, "run-1", "live", end);
        scene.pass("5s");
        scene.poll(RACK, "OB");

        try (Scene after = new Scene(scene)) {
            after.session.restore(scene.session.takeChanges());
            after.session.put(scene.session.stored(Scene.id(1)), after.now);
            after.session.suppress(Scene.id(1), RACK, "run-1", "live", end);
            List<Decision> decisions = after.pollFor("10m", RACK, "OB");
            assertThat(kinds(decisions)).last().isEqualTo(Kind.MATCHED);
            assertThat(matches(decisions)).extracting(Decision::at).containsExactly(end);
        }
    }

    @Test
    @Requirement("POL-14")
    void an_edit_that_changes_no_behaviour_keeps_what_the_triggers_remember() {
        scene.put(1, OB_30S);
        scene.poll(RACK, "OL");
        scene.pollFor("20s", RACK, "OB");
        scene.put(1, OB_30S + "\npriority: 7");
        assertThat(matches(scene.pollFor("20s", RACK, "OB"))).hasSize(1);

        scene.put(1, OB_30S + "\nnotes: kept");
        assertThat(matches(scene.pollFor("5m", RACK, "OB"))).isEmpty();
    }

    @Test
    void a_policy_that_was_removed_or_disabled_decides_nothing() {
        scene.put(1, "trigger: {type: ups.state, equals: OB}");
        scene.put(2, "trigger: {type: ups.state, equals: OB}");
        scene.poll(RACK, "OL");
        scene.session.remove(Scene.id(1));
        scene.put(2, "enabled: false\ntrigger: {type: ups.state, equals: OB}");

        assertThat(scene.pollFor("1m", RACK, "OB")).isEmpty();
        assertThat(scene.session.states(Scene.id(1))).isEmpty();
    }

    @Test
    @Requirement("EXE-1")
    void time_never_runs_backwards() {
        scene.put(1, OB_30S);
        scene.poll(RACK, "OL");
        scene.pass("5s");
        scene.poll(RACK, "OB");
        scene.pass("20s");
        scene.session.tick(scene.now.minusSeconds(3600));

        assertThat(matches(scene.pollFor("10s", RACK, "OB"))).hasSize(1);
    }

    @Test
    @Requirement("POL-22")
    void a_number_beyond_its_limit_for_the_window_matches_once_until_it_has_come_back() {
        scene.put(
                1,
                "trigger: {type: metric.threshold, metric: charge_pct, op: '<', value: 40, for: 10s}");
        charge(80, "OL");
        assertThat(kinds(charge(39, "OB"))).containsExactly(Kind.PENDING);
        assertThat(matches(scene.pollFor("30s", RACK, "OB"))).hasSize(1);

        charge(41, "OB");
        assertThat(matches(scene.pollFor("30s", RACK, "OB"))).isEmpty();
        charge(38, "OB");
        assertThat(matches(scene.pollFor("30s", RACK, "OB"))).isEmpty();
        charge(42, "OL");
        charge(39, "OB");
        assertThat(matches(scene.pollFor("30s", RACK, "OB"))).hasSize(1);
    }

    @Test
    @Requirement({"POL-14", "POL-22"})
    void a_limit_that_is_crossed_already_counts_on_battery_only() {
        String limit =
                "trigger: {type: metric.threshold, metric: charge_pct, op: '<=', value: 40, for: 10s}";
        charge(30, "OL");
        scene.put(1, limit);
        assertThat(matches(scene.pollFor("1m", RACK, "OL"))).isEmpty();

        charge(30, "OB");
        scene.put(2, limit);
        assertThat(matches(scene.pollFor("1m", RACK, "OB")))
                .extracting(Decision::policyId)
                .containsExactly(Scene.id(2));
    }

    @Test
    @Requirement({"POL-13", "POL-22"})
    void a_variable_is_compared_as_a_number_and_unknown_is_unmet() {
        scene.put(
                1,
                "trigger: {type: metric.threshold, metric: 'var:ups.delay.shutdown', op: '=', value: '20'}");
        scene.put(
                2,
                "trigger: {type: metric.threshold, metric: 'var:ups.none', op: '!=', value: 20}");
        scene.put(3, "trigger: {type: metric.threshold, metric: load, op: '<', value: 20}");

        assertThat(matches(scene.pollFor("10s", RACK, "OB")))
                .extracting(Decision::policyId)
                .containsExactly(Scene.id(1));
        for (int unknown = 2; unknown <= 3; unknown++) {
            assertThat(scene.session.states(Scene.id(unknown)))
                    .extracting(TriggerState::state)
                    .containsExactly(Trigger.State.UNMET);
        }
    }

    @Test
    void numbers_that_nobody_compares_lead_to_no_decision() {
        scene.put(1, OB_30S);
        charge(80, "OL");

        assertThat(charge(70, "OL")).isEmpty();
    }

    private List<Decision> charge(double percent, String flags) {
        scene.value(Metric.BATTERY_PERCENT, percent);
        scene.pass("5s");
        return scene.poll(RACK, flags);
    }

    private static List<Kind> kinds(List<Decision> decisions) {
        return decisions.stream().map(Decision::kind).toList();
    }

    private static List<Decision> matches(List<Decision> decisions) {
        return decisions.stream().filter(d -> d.kind() == Kind.MATCHED).toList();
    }
}
