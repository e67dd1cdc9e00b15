package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every transcript is an answer that is odd or wrong, and says in its head what must come of it:
 * {@code # expect: map} with all variables in {@code # value:} lines, or the error word. Whatever
 * it is, the next round is a good one.
 */
class OddAnswersTest {

    private static final String OPTIONS =
            "tls=off&delay=500&fastDelay=0&connectTimeout=2000&reconnectDelay=1&reconnectMaxDelay=1";

    static Stream<String> transcripts() throws Exception {
        return files().map(file -> file.getFileName().toString()).sorted();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transcripts")
    @Requirement({"NUT-12", "NUT-20", "NUT-21", "NUT-22", "NUT-24"})
    void gives_a_whole_sample_or_none_and_goes_on(String name) throws Exception {
        List<String> head = head(name);
        String expected = value(head, "expect").get(0);
        // A slow machine must not turn another fault into a timeout.
        String options = OPTIONS + "&requestTimeout=" + (expected.equals("TIMEOUT") ? 600 : 5000);
        try (ScriptedUpsd upsd = ScriptedUpsd.playing("odd/" + name);
                Received received = Received.from("nut:rack1@" + upsd.address() + "?" + options)) {
            Message odd = received.first(m -> true);

            if (expected.equals("map")) {
                assertThat(Received.variables(odd)).isEqualTo(variables(head));
            } else {
                assertThat(Received.variables(odd)).isEmpty();
                assertThat(odd.getHeaders())
                        .containsEntry(NutConstants.REACHABLE, false)
                        .containsEntry(NutConstants.ERROR, expected)
                        .containsEntry(NutConstants.ERROR_CLASS, NutErrorClass.of(expected).word());
            }
            received.first(m -> "healthy".equals(Received.variables(m).get("device.serial")));
            assertThat(received.messages())
                    .filteredOn(m -> !Received.good(m))
                    .allSatisfy(m -> assertThat(Received.variables(m)).isEmpty());
        }
    }

    @Test
    void covers_at_least_sixty_oddities() throws Exception {
        assertThat(files().count()).isGreaterThanOrEqualTo(60);
    }

    private static Map<String, String> variables(List<String> head) {
        Map<String, String> variables = new TreeMap<>();
        for (String line : value(head, "value")) {
            int sign = line.indexOf('=');
            variables.put(line.substring(0, sign), line.substring(sign + 1));
        }
        return variables;
    }

    private static List<String> value(List<String> head, String key) {
        String prefix = "# " + key + ": ";
        return head.stream()
                .filter(l -> l.startsWith(prefix))
                .map(l -> l.substring(prefix.length()))
                .toList();
    }

    private static List<String> head(String name) throws Exception {
        return Files.readAllLines(folder().resolve(name)).stream()
                .filter(l -> l.startsWith("#"))
                .toList();
    }

    private static Stream<Path> files() throws Exception {
        return Files.list(folder());
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(OddAnswersTest.class.getResource("/transcripts/nut/odd").toURI());
    }
}
