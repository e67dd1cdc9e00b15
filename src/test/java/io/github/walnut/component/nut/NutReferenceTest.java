package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference page against what the build has generated from the code. */
class NutReferenceTest {

    private static final Path PAGE = Path.of("docs/reference/nut-component.md");
    private static final Pattern OPTION =
            Pattern.compile(
                    "(?m)^\\| `(\\w+)` \\| (?:`([^`]+)`)? ?\\| (consumer|producer|both) \\|");
    private static final Set<String> OF_CAMEL =
            Set.of(
                    "ups",
                    "bridgeErrorHandler",
                    "exceptionHandler",
                    "exchangePattern",
                    "lazyStartProducer");

    @Test
    @Requirement("NUT-10")
    void the_table_of_options_is_that_of_the_component() throws Exception {
        Map<String, String> generated = new TreeMap<>();
        for (Map.Entry<String, JsonNode> option : metadata().path("properties").properties()) {
            if (!OF_CAMEL.contains(option.getKey())) {
                generated.put(option.getKey(), option.getValue().path("defaultValue").asText(""));
            }
        }
        Map<String, String> documented = new TreeMap<>();
        Matcher row = OPTION.matcher(Files.readString(PAGE));
        while (row.find()) {
            documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
        }

        assertThat(documented).isEqualTo(generated);
    }

    @Test
    @Requirement({"NUT-11", "NUT-14"})
    void every_header_is_described() throws Exception {
        Set<String> generated = new TreeSet<>();
        metadata().path("headers").fieldNames().forEachRemaining(generated::add);
        Set<String> documented =
                Pattern.compile("CamelNut\\w+")
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(m -> m.group())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(generated);
    }

    @Test
    @Requirement("NUT-26")
    void every_error_word_stands_in_the_row_of_its_class() throws Exception {
        Matcher row =
                Pattern.compile(
                                "(?m)^\\| `(transport|security|driver|device|config|protocol)` \\| ([^|]+) \\|")
                        .matcher(Files.readString(PAGE));
        int rows = 0;
        while (row.find()) {
            rows++;
            for (String word : row.group(2).replace("`", "").replace("...", "X").split(", *")) {
                assertThat(NutErrorClass.of(word.strip()).word()).as(word).isEqualTo(row.group(1));
            }
        }
        assertThat(rows).isEqualTo(6);
    }

    private static JsonNode metadata() throws Exception {
        return new ObjectMapper()
                .readTree(
                        NutReferenceTest.class.getResource(
                                "/META-INF/io/github/walnut/component/nut/nut.json"));
    }
}
