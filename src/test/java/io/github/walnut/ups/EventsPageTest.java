package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference page of events says what the code says. */
class EventsPageTest {

    @Test
    @Requirement("NUT-62")
    void the_page_lists_every_event_with_kind_severity_and_cause() throws IOException {
        List<String> rows;
        try (var lines = Files.lines(Path.of("docs/reference/events.md"))) {
            rows =
                    lines.filter(line -> line.startsWith("| `"))
                            .filter(l -> l.split("\\|").length == 5)
                            .toList();
        }

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(EventName.values()).map(EventsPageTest::row).toList());
    }

    @Test
    void every_name_is_found_by_its_word() {
        for (EventName name : EventName.values()) {
            assertThat(EventName.of(name.word())).hasValue(name);
        }
        assertThat(EventName.of("nothing")).isEmpty();
    }

    private static String row(EventName name) {
        String kind =
                Arrays.stream(name.kind().split(", "))
                        .map(k -> "`" + k + "`")
                        .collect(Collectors.joining(", "));
        String severities =
                name.severities().stream().map(Severity::word).collect(Collectors.joining(", "));
        return "| `"
                + name.word()
                + "` | "
                + kind
                + (name.state() == null ? "" : " " + name.state())
                + " | "
                + severities
                + " | "
                + name.when()
                + " |";
    }
}
