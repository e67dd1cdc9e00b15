package io.github.walnut.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a document costs is counted while it is read, in whatever way it was written. */
class DocumentReaderTest {

    private static final DocumentLimits SMALL =
            new DocumentLimits(64 * 1024, 65_536, 2_000, 12, 50);
    private static final DocumentReader READER = new DocumentReader(SMALL);

    @Test
    @Requirement("SEC-93")
    void a_long_text_that_aliases_repeat_counts_each_time() {
        String bomb =
                "a: &a "
                        + "x".repeat(16_000)
                        + "\nb: &b ["
                        + "*a,".repeat(8)
                        + "]\nc: &c ["
                        + "*b,".repeat(8)
                        + "]\nd: &d ["
                        + "*c,".repeat(8)
                        + "]\ne: ["
                        + "*d,".repeat(8)
                        + "]\n";

        assertThat(bomb.length()).isLessThan(17_000);
        assertThatThrownBy(() -> READER.yaml(bomb))
                .isInstanceOf(UnreadableDocument.class)
                .hasMessageContaining("65536 characters of text, with those of aliases")
                .hasMessageContaining("line 2");
    }

    @Test
    @Requirement("SEC-93")
    void a_long_key_that_aliases_repeat_counts_each_time() {
        String bomb = "a: &a {" + "k".repeat(250) + ": 1}\nb: &b [" + "*a,".repeat(20) + "]\n";

        assertThatThrownBy(() -> READER.yaml(bomb + "c: &c [" + "*b,".repeat(14) + "]\n"))
                .isInstanceOf(UnreadableDocument.class)
                .hasMessageContaining("characters of text");
    }

    @Test
    @Requirement("SEC-93")
    void levels_that_aliases_add_count() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [[[x]]]\n");
        for (int i = 1; i <= 20; i++) {
            bomb.append("a%d: &a%d [[*a%d]]\n".formatted(i, i, i - 1));
        }

        assertThatThrownBy(() -> READER.yaml(bomb.toString()))
                .isInstanceOf(UnreadableDocument.class)
                .hasMessageContaining("12 levels");
    }

    /** Whatever was let in is as small as it was counted, once it is written out. */
    @Test
    @Requirement("SEC-93")
    void no_document_is_larger_than_its_limits_once_aliases_are_written_out() {
        int read = 0;
        int refused = 0;
        for (int seed = 0; seed < 3_000; seed++) {
            String text = document(new Random(seed));
            try {
                Size size = new Size();
                size.add(READER.yaml(text), 0);
                assertThat(size.nodes).as(text).isLessThanOrEqualTo(SMALL.nodes());
                assertThat(size.characters).as(text).isLessThanOrEqualTo(SMALL.characters());
                assertThat(size.depth).as(text).isLessThanOrEqualTo(SMALL.depth());
                read++;
            } catch (UnreadableDocument tooMuch) {
                refused++;
            }
        }
        assertThat(read).isGreaterThan(100);
        assertThat(refused).isGreaterThan(100);
    }

    /** Each line is a text, list or object of those before it. */
    private static String document(Random random) {
        StringBuilder text = new StringBuilder();
        List<String> names = new ArrayList<>();
        int lines = 1 + random.nextInt(9);
        for (int i = 0; i < lines; i++) {
            text.append("n").append(i).append(": &n").append(i).append(' ');
            if (names.isEmpty() || random.nextInt(4) == 0) {
                text.append("x".repeat(random.nextInt(3_000))).append("y");
            } else {
                String of = names.get(random.nextInt(names.size()));
                int times = 1 + random.nextInt(12);
                text.append("[[".repeat(random.nextInt(2)).isEmpty() ? "[" : "[[");
                boolean two = text.charAt(text.length() - 2) == '[';
                text.append(("*" + of + " ,").repeat(times)).append(two ? "]]" : "]");
            }
            text.append('\n');
            names.add("n" + i);
        }
        return text.toString();
    }

    private static final class Size {
        private long nodes;
        private long characters;
        private int depth;

        void add(JsonNode node, int level) {
            nodes++;
            depth = Math.max(depth, level);
            if (node.isTextual()) {
                characters += node.textValue().length();
            }
            node.properties()
                    .forEach(
                            each -> {
                                characters += each.getKey().length();
                                add(each.getValue(), level + 1);
                            });
            if (node.isArray()) {
                node.forEach(item -> add(item, level + 1));
            }
        }
    }

    @Test
    @Requirement({"SEC-93", "SEC-25"})
    void json_has_the_same_limits() throws Exception {
        assertThat(READER.json("{\"a\":[1,2]}").at("/a/1").asInt()).isEqualTo(2);
        for (String bad :
                List.of(
                        "[".repeat(13) + "]".repeat(13),
                        "[" + "0,".repeat(7_000) + "0]",
                        "{\"a\":1,\"a\":2}",
                        "{} {}",
                        "1".repeat(41),
                        "{\"" + "k".repeat(257) + "\":1}",
                        "\"" + "x".repeat(65_600) + "\"")) {
            assertThatThrownBy(() -> READER.json(bad))
                    .as(bad.substring(0, Math.min(30, bad.length())))
                    .isInstanceOf(UnreadableDocument.class);
        }
    }

    @Test
    @Requirement({"SEC-93", "SEC-25"})
    void xml_has_the_same_limits() throws Exception {
        assertThat(READER.xmlRoutes("<route id='user-x'><from uri='timer:x'/></route>"))
                .isNotNull();
        for (String bad :
                List.of(
                        "<route>" + "<filter>".repeat(13) + "</filter>".repeat(13) + "</route>",
                        "<route>" + "<stop/>".repeat(2_001) + "</route>",
                        "<!DOCTYPE route [<!ENTITY a 'b'>]><route>&a;</route>")) {
            assertThatThrownBy(() -> READER.xmlRoutes(bad))
                    .as(bad.substring(0, 30))
                    .isInstanceOf(UnreadableDocument.class)
                    .hasMessageContaining("Not acceptable XML");
        }
    }
}
