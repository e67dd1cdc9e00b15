package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("POL-8")
class PriorityEditTest {

    @Test
    void only_the_number_changes() {
        assertThat(json("{ \"name\": \"a\",  \"priority\" : 7 , \"x\": {\"priority\": 1} }"))
                .isEqualTo("{ \"name\": \"a\",  \"priority\" : 40 , \"x\": {\"priority\": 1} }");
        assertThat(json("{\"x\":[{\"priority\":1}],\"priority\":null}"))
                .isEqualTo("{\"x\":[{\"priority\":1}],\"priority\":40}");
        assertThat(yaml("# mine\nname: ünï 😀 # is it\npriority: 7 # low\nactions: []\n"))
                .isEqualTo("# mine\nname: ünï 😀 # is it\npriority: 40 # low\nactions: []\n");
        assertThat(yaml("x: {priority: 3}\npriority:\nname: a\n"))
                .isEqualTo("x: {priority: 3}\npriority: 40\nname: a\n");
    }

    @Test
    void a_document_without_priority_gets_one() {
        assertThat(json(" {\n \"name\": \"a\"}"))
                .isEqualTo(" {\"priority\":40,\n \"name\": \"a\"}");
        assertThat(json("{}")).isEqualTo("{\"priority\":40}");
        assertThat(yaml("---\n  # note\n  name: a\n"))
                .isEqualTo("---\n  # note\n  priority: 40\n  name: a\n");
        assertThat(yaml("{name: a}")).isEqualTo("{priority: 40, name: a}");
        assertThat(yaml("{}")).isEqualTo("{priority: 40}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "priority: &p 5\nx: *p\n",
                "x: &p 5\npriority: *p\n",
                "? priority\n? x\n",
                "&r {x: 1}",
                "? priority\n: 5\n? x\n: 1\n"
            })
    void what_is_tied_to_other_parts_keeps_its_meaning(String text) {
        ObjectNode before = DocumentTree.of(text, DocumentTree.YAML);

        ObjectNode edited = DocumentTree.of(yaml(text), DocumentTree.YAML);

        assertThat(edited.remove("priority").asInt()).isEqualTo(40);
        before.remove("priority");
        assertThat(edited).isEqualTo(before);
    }

    private static Stream<Path> samples() throws IOException {
        return Stream.of("v1", "v2")
                .map(version -> Path.of("src/test/resources/policies").resolve(version))
                .flatMap(
                        folder -> {
                            try (Stream<Path> files = Files.list(folder)) {
                                return files.toList().stream();
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_other_part_of_a_document_stays(Path file) throws IOException {
        String text = Files.readString(file);
        String type = file.toString().endsWith(".json") ? DocumentTree.JSON : DocumentTree.YAML;

        ObjectNode edited = DocumentTree.of(PriorityEdit.set(text, type, 333), type);

        assertThat(edited.remove("priority").asInt()).isEqualTo(333);
        ObjectNode before = DocumentTree.of(text, type);
        before.remove("priority");
        assertThat(edited).isEqualTo(before);
    }

    private static String json(String text) {
        return PriorityEdit.set(text, DocumentTree.JSON, 40);
    }

    private static String yaml(String text) {
        return PriorityEdit.set(text, DocumentTree.YAML, 40);
    }
}
