package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.StoredPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatcherFailureTest {
    private static final String OB = "trigger: {type: ups.state, equals: OB}";
    private static final String RACK = "rack-a@s";

    @Test
    @Requirement("EXE-7")
    void a_round_ends_at_the_limit_and_the_rest_is_decided_by_the_next() {
        try (Scene scene = new Scene(new RuleMatcher(10))) {
            for (int id = 1; id <= 12; id++) {
                scene.put(id, OB + "\nstop_on_match: true");
            }
            scene.poll(RACK, "OL");

            List<Decision> decisions = new ArrayList<>(scene.poll(RACK, "OB"));
            assertThat(decisions).isNotEmpty().hasSizeLessThan(12);
            assertThat(scene.session.takeProblems())
                    .extracting(RulesProblem::code)
                    .containsExactly("rules_overrun");
            assertThat(scene.session.nextDue()).contains(scene.now);
            decisions.addAll(scene.session.tick(scene.now));
            assertThat(decisions)
                    .extracting(Decision::policyId)
                    .doesNotHaveDuplicates()
                    .hasSize(12);
        }
    }

    @Test
    @Requirement("EXE-7")
    void a_policy_that_fails_is_told_and_keeps_no_other_from_matching() {
        try (Scene scene = new Scene()) {
            scene.session.put(broken(scene.policy(1, OB)), scene.now);
            scene.put(2, OB);
            scene.poll(RACK, "OL");

            assertThat(scene.poll(RACK, "OB"))
                    .extracting(Decision::policyId)
                    .containsExactly(Scene.id(2));
            List<RulesProblem> problems = scene.session.takeProblems();
            assertThat(problems).hasSize(1);
            assertThat(problems.get(0).code()).isEqualTo("policy_failed");
            assertThat(problems.get(0).policyId()).isEqualTo(Scene.id(1));
        }
    }

    @Test
    @Requirement("EXE-7")
    void the_plain_loop_takes_over_when_the_rules_cannot_work() {
        RuleMatcher disposed = new RuleMatcher(100);
        try (Scene scene = new Scene(new Failing(disposed))) {
            scene.put(1, OB);
            scene.poll(RACK, "OL");

            assertThat(scene.poll(RACK, "OB"))
                    .extracting(Decision::kind)
                    .containsExactly(Kind.MATCHED);
            assertThat(scene.session.takeProblems())
                    .extracting(RulesProblem::code)
                    .contains("rules_failed");
        }
    }

    /** A condition that no reader lets through: it compares a number by a list. */
    private static StoredPolicy broken(StoredPolicy stored) {
        Condition impossible =
                new Condition(
                        Condition.Scope.UPS,
                        "flaps_10m",
                        Condition.Op.IN,
                        BigDecimal.ONE,
                        null,
                        null,
                        null,
                        false,
                        "/conditions/all/0");
        Policy p = stored.policy();
        Policy policy =
                new Policy(
                        p.name(),
                        p.description(),
                        p.enabled(),
                        p.priority(),
                        p.stopOnMatch(),
                        p.dynamicResolution(),
                        p.logic(),
                        p.triggers(),
                        List.of(impossible),
                        p.any(),
                        p.actions(),
                        p.suppression(),
                        p.idempotency(),
                        p.globalLock(),
                        p.neverHosts(),
                        p.recovery(),
                        p.tests(),
                        p.notes());
        return new StoredPolicy(
                stored.id(),
                policy,
                stored.document(),
                stored.mediaType(),
                stored.status(),
                stored.armed(),
                stored.armedHash(),
                stored.hash(),
                stored.behaviourHash(),
                stored.versionInt(),
                stored.findings(),
                stored.createdAt(),
                stored.createdBy(),
                stored.updatedAt(),
                stored.updatedBy());
    }

    /** Rules whose session was disposed of, as after a fatal error in it. */
    private record Failing(RuleMatcher rules) implements Matcher {
        @Override
        public void insert(Object fact) {
            rules.insert(fact);
        }

        @Override
        public void delete(Object fact) {
            rules.delete(fact);
        }

        @Override
        public List<Ruling> match(Round round) {
            rules.close();
            return rules.match(round);
        }

        @Override
        public void close() {
            rules.close();
        }
    }
}
