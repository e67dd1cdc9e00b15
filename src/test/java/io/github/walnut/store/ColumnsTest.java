package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnsTest {

    @TempDir Path folder;

    @Test
    void the_same_values_can_be_written_to_several_rows() {
        try (Database database = Stores.open(folder)) {
            Columns columns = new Columns().set("updated_by", "somebody");
            int rows =
                    database.write(
                            Lane.JOURNAL,
                            tx -> {
                                for (String name : new String[] {"a", "b"}) {
                                    new Columns()
                                            .set("name", name)
                                            .set("value", "{}")
                                            .set("version", 1)
                                            .set("updated_at", 0)
                                            .set("updated_by", "test")
                                            .insert(tx, "app_settings");
                                }
                                return columns.update(tx, "app_settings", "name", "a")
                                        + columns.update(tx, "app_settings", "name", "b");
                            });
            assertThat(rows).isEqualTo(2);
            assertThat(
                            database.reader()
                                    .sql("SELECT DISTINCT updated_by FROM app_settings")
                                    .query(String.class)
                                    .list())
                    .containsExactly("somebody");
        }
    }
}
