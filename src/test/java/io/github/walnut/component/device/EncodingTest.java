package io.github.walnut.component.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class EncodingTest {

    private final ObjectMapper json = new ObjectMapper();

    @Property(tries = 300)
    @Requirement("INT-40")
    void words_of_a_command_read_back_as_they_were(
            @ForAll @Size(min = 1, max = 6)
                    List<@NotEmpty @CharRange(from = ' ', to = '~') @StringLength(max = 12) String>
                            words)
            throws Exception {
        SshCommand command = SshCommand.of(json.valueToTree(words));

        assertThat(shellWords(command.line())).isEqualTo(words);
    }

    @Property(tries = 300)
    @Requirement("INT-40")
    void an_argument_is_one_quoted_word_or_refused(
            @ForAll @StringLength(max = 12) String argument) {
        try {
            String line =
                    SshCommand.of(
                                    json.valueToTree(
                                            Map.of(
                                                    "template",
                                                    "do {1}",
                                                    "args",
                                                    List.of(argument))))
                            .line();
            assertThat(line).isEqualTo("do '" + argument + "'");
            assertThat(argument).matches("[A-Za-z0-9._:@/-]+");
        } catch (DeviceException refused) {
            assertThat(refused.errorClass()).isEqualTo("validation");
        }
    }

    @Property(tries = 300)
    void a_path_segment_stays_one_segment(@ForAll @NotEmpty @StringLength(max = 20) String segment)
            throws Exception {
        Assume.that(!segment.equals(".") && !segment.equals(".."));
        Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(segment));
        HttpPath path =
                HttpPath.of(
                        json.valueToTree(List.of("a", segment)),
                        json.valueToTree(Map.of("q", segment)));

        URI uri = URI.create("http://host" + path.text());
        assertThat(uri.getRawPath().split("/")).hasSize(3);
        assertThat(uri.getRawFragment()).isNull();
        assertThat(decoded(uri.getRawPath().substring(3))).isEqualTo(segment);
        assertThat(decoded(uri.getRawQuery().substring(2))).isEqualTo(segment);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Splits as a POSIX shell would a line of bare and single quoted words. */
    private static List<String> shellWords(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == '\\' && !quoted) {
                word.append(line.charAt(++i));
            } else if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }
}
