package io.github.walnut.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tables of the reference are what the program reads and refuses. Run with {@code
 * -Dwalnut.write-reference=true} to write them anew.
 */
class ConfigurationReferenceTest {

    private static final Path PAGE = Path.of("docs/reference/configuration.md");

    private static String row(Setting setting) {
        return "| `"
                + setting.variable()
                + "`"
                + (setting.file() ? " F" : "")
                + " | `"
                + setting.property()
                + "` | "
                + (setting.otherwise() == null ? "–" : "`" + setting.otherwise() + "`")
                + " | "
                + setting.meaning()
                + " |";
    }

    private static String row(Unsupported unsupported) {
        String variable = unsupported.variable();
        return "| `"
                + (variable.endsWith("_") ? variable + "…" : variable)
                + "` | "
                + unsupported.feature()
                + " |";
    }

    private static String row(OtherVariable other) {
        return "| `"
                + other.variable()
                + "`"
                + (other.file() ? " F" : "")
                + " | "
                + other.meaning()
                + " |";
    }

    /** The rows of each table of the page, in their order. */
    private static List<List<String>> tables() {
        return List.of(
                Arrays.stream(Setting.values()).map(ConfigurationReferenceTest::row).toList(),
                Arrays.stream(OtherVariable.values()).map(ConfigurationReferenceTest::row).toList(),
                Unsupported.all().stream().map(ConfigurationReferenceTest::row).toList());
    }

    @Test
    @Requirement("OPS-3")
    void the_reference_lists_every_setting_as_the_program_reads_or_refuses_it() throws IOException {
        if (Boolean.getBoolean("walnut.write-reference")) {
            write();
        }
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")))
                .containsExactlyElementsOf(tables().stream().flatMap(List::stream).toList());
    }

    /** Each table stays where its head is. */
    private static void write() throws IOException {
        List<String> page = new ArrayList<>();
        int tables = 0;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                continue;
            }
            page.add(line);
            if (line.startsWith("| ---")) {
                page.addAll(tables().get(tables));
                tables++;
            }
        }
        Files.write(PAGE, page);
    }
}
