package io.github.walnut.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("POL-95")
class YamlTreeTest {

    private static final DocumentLimits LIMITS =
            new DocumentLimits(1 << 20, 1 << 20, 50_000, 32, 50);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "true|true",
                "false|false",
                "True|\"True\"",
                "yes|\"yes\"",
                "no|\"no\"",
                "on|\"on\"",
                "off|\"off\"",
                "y|\"y\"",
                "null|null",
                "~|null",
                "Null|null",
                "nil|\"nil\"",
                "5|5",
                "010|10",
                "0o10|8",
                "0x1F|31",
                "0b1|\"0b1\"",
                "1_000|\"1_000\"",
                "-3|-3",
                "2.0|2.0",
                ".5|0.5",
                "1e2|1E+2",
                "02:15|\"02:15\"",
                "1:30:00|\"1:30:00\"",
                "2026-01-01|\"2026-01-01\"",
                "<<|\"<<\"",
                "=|\"=\"",
                "'5'|\"5\"",
                "\"true\"|\"true\"",
                "! 5|\"5\""
            })
    void plain_words_mean_what_the_core_schema_says(String text, String json) throws Exception {
        assertThat(value(text)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: .inf",
                "a: -.INF",
                "a: .nan",
                "a: !!str x",
                "a: !!javax.script.ScriptEngineManager [x]",
                "a: !<tag:yaml.org,2002:java/object:java.lang.Runtime> {}",
                "!x {a: 1}",
                "!x a: 1",
                "a: !!binary aGk=",
                "? {a: 1}\n: b",
                "a: 1\n'a': 2",
                "a: 1\n---\nb: 2",
                "a: *a",
                "a: &a [*a]",
                "a: \u0000",
                "a: \u0007",
                "a:\n\t- b",
                "\"\\u",
                "a: \"\\x",
                "a: \"\\U",
                "a: \"\\u1\"",
                "a: \"\\U00110000\""
            })
    void what_only_a_wider_yaml_knows_is_refused(String text) {
        assertThatThrownBy(() -> new YamlTree(LIMITS).read(text))
                .isInstanceOf(UnreadableDocument.class);
    }

    @Test
    void a_merge_key_is_a_key_like_any_other() throws Exception {
        assertThat(new YamlTree(LIMITS).read("a: &x {b: 1}\nc: {<<: *x}").toString())
                .isEqualTo("{\"a\":{\"b\":1},\"c\":{\"<<\":{\"b\":1}}}");
    }

    @Test
    void aliases_depth_nodes_and_keys_have_limits() {
        String aliases = "a: &a x\nb: [" + "*a, ".repeat(50);
        assertThat(readable(aliases + "]")).isTrue();
        assertThat(readable(aliases + "*a]")).isFalse();
        assertThat(readable("a: " + "[".repeat(32) + "]".repeat(32))).isTrue();
        assertThat(readable("a: " + "[".repeat(33) + "]".repeat(33))).isFalse();
        assertThat(readable("a: [" + "1,".repeat(49_990) + "]")).isTrue();
        assertThat(readable("a: [" + "1,".repeat(50_000) + "]")).isFalse();
        assertThat(readable("k".repeat(256) + ": 1")).isTrue();
        assertThat(readable("k".repeat(257) + ": 1")).isFalse();
    }

    private static boolean readable(String text) {
        try {
            return new YamlTree(LIMITS).read(text) != null;
        } catch (UnreadableDocument e) {
            return false;
        }
    }

    private static String value(String text) throws UnreadableDocument {
        return new YamlTree(LIMITS).read("a: " + text).get("a").toString();
    }
}
