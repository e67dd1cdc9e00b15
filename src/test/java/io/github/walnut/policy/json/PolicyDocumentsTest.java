package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.PolicyReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDocumentsTest {
    private static final Path POLICIES = Path.of("src/test/resources/policies");

    private final PolicyDocuments documents = new PolicyDocuments();

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
    @Requirement({"POL-1", "POL-2", "POL-72"})
    void both_formats_read_to_the_same_model_and_hash(String name) throws IOException {
        PolicyReading first = read("v1/" + name + ".json", "application/json");
        PolicyReading second = read("v2/" + name + ".yaml", "application/yaml");

        assertThat(first.findings()).isEmpty();
        assertThat(second.findings()).isEmpty();
        assertThat(second.policy()).isEqualTo(first.policy());
        assertThat(second.canonical()).isEqualTo(first.canonical());
        assertThat(second.hash()).isEqualTo(first.hash()).matches("[0-9a-f]{64}");
        assertThat(second.behaviourHash())
                .isEqualTo(first.behaviourHash())
                .isNotEqualTo(first.hash());
    }

    private PolicyReading read(String file, String mediaType) throws IOException {
        return documents.read(Files.readString(POLICIES.resolve(file)), mediaType);
    }
}
