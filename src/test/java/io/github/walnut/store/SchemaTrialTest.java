package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTrialTest {

    @TempDir Path folder;

    @Test
    @Requirement("OPS-30")
    void an_older_database_is_looked_at_in_a_migrated_copy_and_stays_as_it_is() throws Exception {
        Path old = folder.resolve("old");
        VaultKillTest.oldDatabase(old);
        byte[] before = Files.readAllBytes(old.resolve("walnut.db"));
        try (SchemaTrial trial = SchemaTrial.of(Stores.config(old))) {
            assertThat(trial.migrates()).isTrue();
            try (Database database =
                    Database.open(
                            trial.config().withMode(DatabaseConfig.Mode.COMMAND),
                            new TestClock())) {
                assertThat(database.schemaVersion()).isGreaterThan(VaultKillTest.OLD_SCHEMA);
                assertThat(
                                new SettingsRepository(database)
                                        .find("ui")
                                        .map(SettingsRepository.Group::values))
                        .contains(Map.of("theme", "old"));
            }
        }
        assertThat(Files.readAllBytes(old.resolve("walnut.db"))).isEqualTo(before);
        assertThat(VaultKillTest.schema(old)).isEqualTo(VaultKillTest.OLD_SCHEMA);
        assertThat(old).isDirectoryNotContaining("glob:**.walnut-work*");
        assertThat(old.resolve("backups")).doesNotExist();
    }

    @Test
    @Requirement("OPS-30")
    void a_database_tells_from_which_version_it_comes() throws Exception {
        Path old = folder.resolve("old");
        VaultKillTest.oldDatabase(old);
        try (Database database = Stores.open(old)) {
            assertThat(database.schemaBefore()).isEqualTo(VaultKillTest.OLD_SCHEMA);
        }
        try (Database database = Stores.open(old)) {
            assertThat(database.schemaBefore()).isEqualTo(database.schemaVersion());
        }
        try (Database database = Stores.open(folder.resolve("new"))) {
            assertThat(database.schemaBefore()).isZero();
        }
    }

    @Test
    @Requirement("OPS-30")
    void a_database_of_this_program_needs_no_copy() throws Exception {
        Stores.open(folder).close();
        try (SchemaTrial trial = SchemaTrial.of(Stores.config(folder))) {
            assertThat(trial.migrates()).isFalse();
            assertThat(trial.config().path()).isEqualTo(Stores.config(folder).path());
        }
    }
}
