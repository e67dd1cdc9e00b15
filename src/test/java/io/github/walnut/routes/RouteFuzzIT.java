package io.github.walnut.routes;

import io.github.walnut.Jazzer;
import io.github.walnut.Requirement;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Searches for input that breaks the check of operators' routes, or slips through it. */
class RouteFuzzIT {

    @Test
    @Requirement({"SEC-61"})
    void no_input_crashes_hangs_or_passes_the_check() throws Exception {
        Jazzer jazzer =
                new Jazzer(
                        "routes",
                        RouteFuzz.class,
                        "io.github.walnut.routes.**:io.github.walnut.policy.json.**");
        int number = 0;
        for (HostileRoutesTest.Case hostile : HostileRoutesTest.cases()) {
            Files.writeString(jazzer.corpus().resolve("case-" + number++), hostile.document());
        }
        jazzer.search();
    }
}
