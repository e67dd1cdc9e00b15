package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.policy.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyPoliciesTest {
    private static final int POLICIES = 600;

    @Test
    void only_the_policies_of_the_changed_ups_are_woken_among_many() {
        try (Scene scene = new Scene()) {
            for (int id = 0; id < POLICIES; id++) {
                scene.poll("ups" + id % 60 + "@s", "OL");
            }
            for (int id = 0; id < POLICIES; id++) {
                scene.put(
                        id + 1, "trigger: {type: ups.state, equals: OB, ups: ups" + id % 60 + "}");
            }

            List<Decision> decisions = scene.poll("ups7@s", "OB");
            assertThat(decisions).hasSize(POLICIES / 60);
            assertThat(decisions).extracting(Decision::subject).containsOnly("ups7@s");
            assertThat(scene.session.takeProblems()).isEmpty();
        }
    }
}
