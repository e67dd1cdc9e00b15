package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.Decision.Kind;
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
}
