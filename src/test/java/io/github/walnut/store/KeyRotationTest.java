package io.github.walnut.store;

import static io.github.walnut.store.KeyRotation.Resumed.FINISHED;
import static io.github.walnut.store.KeyRotation.Resumed.NOTHING;
import static io.github.walnut.store.KeyRotation.Resumed.UNDONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A change of the database key that a process did not live to end. */
class KeyRotationTest {

    private static final String OLD = KilledVault.KEYS[0];
    private static final String NEW = KilledVault.KEYS[1];
    private static final String STRANGE = "a-key-that-never-was-one-of-this-database";

    /** Above all numbers that Linux gives to processes. */
    private static final int NOBODY = (1 << 22) + 1;

    private static Path filled;

    @TempDir private Path folder;

    @BeforeAll
    static void make(@TempDir Path made) throws IOException {
        try (Database database = Stores.open(made)) {
            new Secrets(database, OLD.toCharArray()).put("mqtt", "secret".toCharArray());
        }
        filled = made;
    }

    @BeforeEach
    void fill() throws IOException {
        for (String file : List.of("walnut.db", "walnut.db.keycheck")) {
            Files.copy(filled.resolve(file), folder.resolve(file));
        }
    }

    private KeyRotation.Resumed resume(String present, String fresh) throws IOException {
        return new KeyRotation(Stores.config(folder, present), new TestClock())
                .resume(
                        fresh == null ? null : fresh.toCharArray(),
                        BackupTest.entry("keys-rotate-db"));
    }

    private boolean opens(String key) {
        return KeyTrial.opens(Stores.config(folder, key));
    }

    /** The other half of what it was is not left lying about either. */
    private void requireOnly(String key, String other) throws IOException {
        assertThat(opens(other)).isFalse();
        try (Database database = Database.open(Stores.config(folder, key), new TestClock())) {
            assertThat(new Secrets(database, key.toCharArray()).open("mqtt"))
                    .hasValue("secret".toCharArray());
            assertThat(new AuditLog(database, key.toCharArray()).verify().ok()).isTrue();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".walnut-work-"))
                    .doesNotContain("walnut.db.rotation");
        }
        assertThat(resume(key, null)).isEqualTo(NOTHING);
    }

    /**
     * What a process leaves that dies at the step: the files as they are then, whatever is done to
     * them afterwards. {@link VaultKillTest} kills real ones.
     */
    private void killAt(KeyRotation.Step last) throws IOException {
        Path left = folder.resolveSibling(folder.getFileName() + "-left");
        new KeyRotation(
                        Stores.config(folder, OLD),
                        new TestClock(),
                        step -> {
                            if (step == last) {
                                copy(folder, left);
                            }
                        })
                .rotate(NEW.toCharArray(), BackupTest.entry("keys-rotate-db"));
        Scratch.remove(folder);
        Files.move(left, folder);
    }

    /** Work under way stands in a folder with the number of its process, which is nobody's here. */
    private static void copy(Path from, Path to) {
        String own = "-work-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                String name = from.relativize(each).toString();
                Files.copy(each, to.resolve(name.replace(own, "-work-" + NOBODY + "-")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(KeyRotation.Step.class)
    @Requirement("SEC-45")
    void a_rotation_that_was_killed_at_a_step_is_undone_unless_it_had_taken_effect(
            KeyRotation.Step step) throws Exception {
        killAt(step);
        boolean done = step.compareTo(KeyRotation.Step.REPLACED) >= 0;

        assertThat(resume(OLD, null)).isEqualTo(done ? FINISHED : UNDONE);
        requireOnly(done ? NEW : OLD, done ? OLD : NEW);
    }

    @Test
    @Requirement("SEC-45")
    void with_the_new_key_it_is_finished() throws Exception {
        killAt(KeyRotation.Step.CHECK_REMOVED);
        assertThatThrownBy(() -> resume(NEW, null)).hasMessageContaining("does not open");

        assertThat(resume(OLD, NEW)).isEqualTo(FINISHED);
        requireOnly(NEW, OLD);
    }

    @Test
    @Requirement("SEC-45")
    void one_that_had_taken_effect_is_finished_under_the_new_key_too() throws Exception {
        killAt(KeyRotation.Step.REPLACED);
        assertThatThrownBy(() -> resume(STRANGE, STRANGE))
                .hasMessageContaining("neither the database key nor the new one opens");

        assertThat(resume(NEW, null)).isEqualTo(FINISHED);
        requireOnly(NEW, OLD);
    }

    @Test
    @Requirement("SEC-45")
    void a_rotation_that_fails_or_ends_leaves_nothing_to_resume() throws IOException {
        KeyRotation failing =
                new KeyRotation(
                        Stores.config(folder, OLD),
                        new TestClock(),
                        step -> {
                            throw new IllegalStateException("the disk is full");
                        });
        assertThatThrownBy(
                        () -> failing.rotate(NEW.toCharArray(), BackupTest.entry("keys-rotate-db")))
                .hasMessage("the disk is full");
        requireOnly(OLD, NEW);

        new KeyRotation(Stores.config(folder, OLD), new TestClock())
                .rotate(NEW.toCharArray(), BackupTest.entry("keys-rotate-db"));
        requireOnly(NEW, OLD);
    }

    @Test
    @Requirement("SEC-45")
    void where_no_database_is_none_is_made() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        KeyRotation rotation = new KeyRotation(Stores.config(empty, OLD), new TestClock());

        assertThatThrownBy(
                        () ->
                                rotation.rotate(
                                        NEW.toCharArray(), BackupTest.entry("keys-rotate-db")))
                .hasMessageContaining("there is no database")
                .hasMessageContaining("walnut db init");
        assertThat(empty.resolve("walnut.db")).doesNotExist();
    }

    @Test
    @Requirement("SEC-45")
    void the_key_before_given_as_the_new_one_undoes() throws Exception {
        killAt(KeyRotation.Step.COPIED);

        assertThat(resume(OLD, OLD)).isEqualTo(UNDONE);
        requireOnly(OLD, NEW);
    }
}
