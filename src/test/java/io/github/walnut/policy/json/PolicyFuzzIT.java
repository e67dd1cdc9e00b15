package io.github.walnut.policy.json;

import io.github.walnut.Jazzer;
import io.github.walnut.Requirement;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Searches for input that breaks the readers of policies, beginning with the examples. */
class PolicyFuzzIT {

    @Test
    @Requirement({"POL-3", "POL-4", "POL-95"})
    void no_input_crashes_hangs_or_runs_the_readers() throws Exception {
        new Jazzer(
                        "policies",
                        PolicyFuzz.class,
                        "io.github.walnut.policy.**:io.github.walnut.inventory.**:org.yaml.snakeyaml.**")
                .search(Path.of("src/test/resources/policies"));
    }
}
