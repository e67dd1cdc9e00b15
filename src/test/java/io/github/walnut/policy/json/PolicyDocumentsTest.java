package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.PolicyReading;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDocumentsTest {
    private static final String NAMES = "io.github.walnut.policy.json.Golden#names";

    @ParameterizedTest
    @MethodSource(NAMES)
    @Requirement({"POL-1", "POL-2", "POL-6", "POL-72"})
    void both_formats_read_to_the_same_model_and_hash(String name) {
        PolicyReading first = Golden.first(name);
        PolicyReading second = Golden.second(name);

        assertThat(first.findings()).isEmpty();
        assertThat(second.findings()).isEmpty();
        assertThat(second.policy()).isEqualTo(first.policy());
        assertThat(second.canonical()).isEqualTo(first.canonical());
        assertThat(second.hash()).isEqualTo(first.hash()).matches("[0-9a-f]{64}");
        assertThat(second.behaviourHash())
                .isEqualTo(first.behaviourHash())
                .isNotEqualTo(first.hash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"apart/example-f.json", "apart/example-f.yaml"})
    @Requirement("POL-2")
    void what_needs_two_documents_in_format_1_reads_in_both(String file) {
        assertThat(Golden.read(file).findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    @Requirement("POL-77")
    void the_summary_is_one_sentence_of_the_model(String name) {
        assertThat(Golden.second(name).summary())
                .isEqualTo(Golden.text("summary/" + name + ".txt").strip());
    }
}
