package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.walnut.Requirement;
import io.github.walnut.security.PasswordHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A start that puts a restored database in place ends in the middle, at each of its steps. */
class StagedRestoreTest {

    private static final List<String> OLD =
            List.of("", ".keycheck", ".emergency.journal", ".events.spill", ".snapshots");

    @TempDir Path folder;
    private final TestClock clock = new TestClock();

    /** The process ends here: nothing catches it, nothing tidies up. */
    private static final class End extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Ends the process at the step with this number, before it is taken. */
    private static final class EndAt extends AppenderBase<ILoggingEvent> {
        private final int step;
        private int seen;

        EndAt(int step) {
            this.step = step;
            start();
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel() == Level.DEBUG && ++seen == step) {
                throw new End();
            }
        }
    }

    @BeforeEach
    void stage() throws IOException {
        Path data = Files.createDirectories(folder.resolve("template"));
        Path types = Files.createDirectories(data.resolve("integrations/acme"));
        Files.writeString(types.resolve("plugin.yaml"), "id: acme");
        Path routes = Files.createDirectories(folder.resolve("config/routes"));
        Files.writeString(routes.resolve("own.camel.yaml"), "[]");
        Path backup;
        try (Database database = Database.open(Stores.config(data), clock)) {
            SettingsRepository settings = new SettingsRepository(database);
            settings.save("ui", Map.of("theme", "saved"), 0, "anna");
            char[] key = Stores.KEY.toCharArray();
            backup =
                    new Backups(folder.resolve("backups"))
                            .create(
                                    database,
                                    new Secrets(database, key),
                                    new AuditLog(database, key),
                                    new Backups.Order(
                                            BackupTest.PASSPHRASE,
                                            true,
                                            "1.0.0",
                                            "rack",
                                            Map.of(
                                                    "integrations",
                                                    types.getParent(),
                                                    "routes",
                                                    routes),
                                            PasswordHasher.Profile.TEST))
                            .file();
            settings.save("ui", Map.of("theme", "later"), 1, "anna");
        }
        Files.writeString(data.resolve(EmergencyJournal.FILE), "old");
        Files.writeString(data.resolve(EventSpill.FILE), "old");
        Files.createDirectory(data.resolve("snapshots"));
        Files.writeString(data.resolve("snapshots/old.wns"), "old");
        new Restore(Stores.config(data), data, clock)
                .stage(backup, BackupTest.PASSPHRASE, (fresh, manifest) -> {});
    }

    /** The staged folder names the data folder it belongs to, so each try has the same. */
    private Path fresh(Path data) throws IOException {
        Scratch.remove(data);
        try (Stream<Path> files = Files.walk(folder.resolve("kept"))) {
            for (Path file : files.toList()) {
                Files.copy(file, data.resolve(folder.resolve("kept").relativize(file).toString()));
            }
        }
        return data;
    }

    private static boolean endsAt(int step, DatabasePath path) {
        Logger logger = (Logger) LoggerFactory.getLogger(StagedRestore.class);
        EndAt end = new EndAt(step);
        logger.setLevel(Level.DEBUG);
        logger.addAppender(end);
        try {
            new StagedRestore(path).apply(Stores.KEY.toCharArray());
            return false;
        } catch (End expected) {
            return true;
        } finally {
            logger.detachAppender(end);
            logger.setLevel(null);
        }
    }

    private static String theme(Path data) throws IOException {
        try (Database database = Stores.open(data)) {
            return new SettingsRepository(database).find("ui").orElseThrow().values().toString();
        }
    }

    @Test
    @Requirement("SEC-76")
    void a_start_that_is_cut_at_any_step_is_made_good_by_the_next() throws Exception {
        Path data = folder.resolve("template");
        Files.move(data, folder.resolve("kept"));
        DatabasePath path = new DatabasePath(data.resolve("walnut.db"));
        int step = 1;
        while (endsAt(step, new DatabasePath(fresh(data).resolve("walnut.db")))) {
            new StagedRestore(path).apply(Stores.KEY.toCharArray());
            requireNew(data);
            step++;
        }
        requireNew(data);
        assertThat(step).as("steps").isGreaterThan(9);
    }

    private void requireNew(Path data) throws IOException {
        assertThat(theme(data)).isEqualTo("{theme=saved}");
        assertThat(data.resolve("restore.staged")).doesNotExist();
        assertThat(data.resolve("integrations/acme/plugin.yaml")).exists();
        assertThat(data.resolve("routes.restored/own.camel.yaml")).exists();
        String before = "walnut.db.before-restore-20260502T080000Z";
        assertThat(OLD).allSatisfy(each -> assertThat(data.resolve(before + each)).exists());
        Path back = Files.createDirectories(folder.resolve("back"));
        Files.copy(data.resolve(before), back.resolve("walnut.db"));
        Files.copy(data.resolve(before + ".keycheck"), back.resolve("walnut.db.keycheck"));
        assertThat(theme(back)).isEqualTo("{theme=later}");
        Scratch.remove(back);
    }

    @Test
    void a_reset_puts_aside_what_would_bring_the_former_state_back() throws Exception {
        Path data = folder.resolve("template");
        Path former = new Reset(Stores.config(data), data, clock).make().orElseThrow();
        for (String end : List.of("", ".keycheck", ".restore.staged", ".snapshots")) {
            assertThat(Path.of(former + end)).exists();
        }
        assertThat(data.resolve("snapshots")).doesNotExist();
        try (Database database = Stores.open(data)) {
            assertThat(new SettingsRepository(database).find("ui")).isEmpty();
        }
    }

    @Test
    @Requirement("SEC-76")
    void another_key_than_that_of_the_restore_changes_nothing() throws Exception {
        Path data = folder.resolve("template");
        StagedRestore staged = new StagedRestore(new DatabasePath(data.resolve("walnut.db")));
        assertThatThrownBy(() -> staged.apply("another-KEY-for-another-machine-77".toCharArray()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("does not open the restored database");
        assertThat(staged.waits()).isTrue();
        assertThat(data.resolve("snapshots/old.wns")).exists();
    }
}
