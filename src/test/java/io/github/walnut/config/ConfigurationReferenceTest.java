package io.github.walnut.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {

    private static String row(Setting setting) {
        return "| `"
                + setting.variable()
                + "`"
                + (setting.secret() ? " F" : "")
                + " | `"
                + setting.property()
                + "` | "
                + (setting.otherwise() == null ? "–" : "`" + setting.otherwise() + "`")
                + " | "
                + setting.meaning()
                + " |";
    }

    @Test
    @Requirement("OPS-3")
    void the_reference_lists_every_setting_as_the_program_reads_it() throws IOException {
        List<String> rows =
                Files.readAllLines(Path.of("docs/reference/configuration.md")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values())
                                .map(ConfigurationReferenceTest::row)
                                .toList());
    }
}
