package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTest {
    private static final Path POLICIES = Path.of("src/test/resources/policies");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shed-on-battery",
                "low-battery",
                "cameras",
                "two-feeds",
                "named-service",
                "low-charge"
            })
    @Requirement("POL-77")
    void the_summary_is_one_sentence_of_the_model(String name) throws IOException {
        String document = Files.readString(POLICIES.resolve("v2/" + name + ".yaml"));
        String expected = Files.readString(POLICIES.resolve("summary/" + name + ".txt"));

        assertThat(new PolicyDocuments().read(document, "application/yaml").summary())
                .isEqualTo(expected.strip());
    }
}
