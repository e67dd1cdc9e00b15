package io.github.walnut.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.ProblemsSeen;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Runs behind all the fast tests, and knows which refusals they got from running servers. */
class EveryProblemIT {

    @Test
    @Requirement({"API-5", "API-99"})
    @EnabledIfSystemProperty(
            named = "test.whole",
            matches = "true",
            disabledReason = "only some of the tests have run")
    void every_code_of_a_refusal_was_got_by_some_test() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (ProblemCode code : ProblemCode.values()) {
            missing.add(code.status() + "-" + code.word());
        }
        missing.removeAll(ProblemsSeen.all());
        assertThat(missing).as("codes that no test got from a running server").isEmpty();
    }
}
