package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import io.github.walnut.policy.PolicyReading;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplatesTest {

    private static final List<String> KINDS =
            List.of("ups", "host", "targets", "duration", "number", "text");

    static Stream<PolicyTemplates.Template> every() {
        return PolicyTemplates.all().stream();
    }

    @Test
    @Requirement("API-45")
    void there_are_six_to_begin_from() {
        assertThat(every().map(PolicyTemplates.Template::title)).hasSize(6).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("every")
    @Requirement("API-45")
    void each_reads_without_a_finding_and_asks_at_most_five_questions(
            PolicyTemplates.Template template) {
        PolicyReading reading =
                new PolicyDocuments().read(template.document().toString(), DocumentTree.JSON);

        assertThat(reading.findings()).isEmpty();
        assertThat(template.description()).isNotBlank();
        assertThat(template.questions().size()).isBetween(1, 5);
    }

    @ParameterizedTest
    @MethodSource("every")
    @Requirement("API-45")
    void each_question_points_to_where_its_default_stands(PolicyTemplates.Template template) {
        for (JsonNode question : template.questions()) {
            assertThat(KINDS).contains(question.path("kind").asText());
            assertThat(question.path("label").asText()).endsWith("?");
            assertThat(question.path("pointers")).isNotEmpty();
            for (JsonNode pointer : question.path("pointers")) {
                assertThat(template.document().at(pointer.asText()))
                        .as("%s of %s", pointer, template.id())
                        .isEqualTo(question.path("default"));
            }
        }
    }
}
