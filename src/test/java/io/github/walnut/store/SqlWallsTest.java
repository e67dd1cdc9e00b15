package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SQL cannot be made to do. */
class SqlWallsTest {

    @TempDir Path folder;

    @Test
    @Requirement("SEC-57")
    void no_schema_is_trusted_and_no_extension_loaded() {
        try (Database database = Stores.open(folder)) {
            assertThat(database.reader().sql("PRAGMA trusted_schema").query(Integer.class).single())
                    .isZero();
            assertThatThrownBy(
                            () ->
                                    database.reader()
                                            .sql("SELECT load_extension('x')")
                                            .query()
                                            .singleValue())
                    .hasMessageContaining("not authorized");
        }
    }

    @Test
    @Requirement("SEC-57")
    void no_route_makes_sql_of_a_message_and_no_code_attaches_a_database() throws IOException {
        for (String folder : List.of("routes", "kamelets", "src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file :
                        files.filter(f -> f.toString().matches(".*\\.(yaml|java)")).toList()) {
                    assertThat(Files.readString(file))
                            .as(file.toString())
                            .doesNotContainIgnoringCase("attach database")
                            .doesNotContainIgnoringCase("toD: sql")
                            .doesNotContain("uri: sql:", "uri: \"sql:");
                }
            }
        }
    }
}
