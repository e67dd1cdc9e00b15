package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;

@Requirement("POL-82")
class DocumentDiffTest {

    @Test
    void tells_what_was_added_removed_and_changed() {
        List<String> changes =
                diff(
                        "name: a\nx: {y: 1, 'z/w': 2}\nlist: [1, 2]\n",
                        "name: b\nx: {y: 1}\nlist: [1]\nnew: {}\n");

        assertThat(changes)
                .containsExactly(
                        "/name changed \"a\" \"b\"",
                        "/x/z~1w removed 2 null",
                        "/list/1 removed 2 null",
                        "/new added null {}");
    }

    @Test
    void order_of_keys_blanks_and_spelling_of_numbers_do_not_count() {
        assertThat(diff("a: 1\nb: 2.0\n", "{b: 2, a: 1.0}")).isEmpty();
    }

    private static List<String> diff(String from, String to) {
        return DocumentDiff.between(
                        DocumentTree.of(from, DocumentTree.YAML),
                        DocumentTree.of(to, DocumentTree.YAML))
                .stream()
                .map(c -> c.pointer() + " " + c.op() + " " + c.from() + " " + c.to())
                .toList();
    }
}
