package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmergencyFileTest {

    private static final byte[] KEY = new byte[32];

    @TempDir Path folder;

    private EmergencyFile open() throws IOException {
        return EmergencyFile.open(path(), KEY);
    }

    private Path path() {
        return folder.resolve("emergency.journal");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(EmergencyFile file) throws IOException {
        return file.readAll().stream()
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .toList();
    }

    private void append(String... texts) throws IOException {
        try (EmergencyFile file = open()) {
            file.readAll();
            for (String text : texts) {
                file.append(bytes(text));
            }
        }
    }

    private List<String> reopened() throws IOException {
        try (EmergencyFile file = open()) {
            return texts(file);
        }
    }

    @Test
    @Requirement("EXE-43")
    void its_space_is_taken_before_it_is_needed_and_nobody_else_may_read_it() throws IOException {
        open().close();

        assertThat(Files.size(path())).isEqualTo(16 * 1024 * 1024);
        assertThat(Files.getPosixFilePermissions(path())).hasSize(2);
        assertThat(reopened()).isEmpty();
    }

    @Test
    @Requirement("EXE-43")
    void records_come_back_in_order_and_more_can_follow() throws IOException {
        append("a", "b");
        append("c");

        assertThat(reopened()).containsExactly("a", "b", "c");
    }

    @Test
    @Requirement("EXE-43")
    void no_text_of_a_record_can_be_read_in_the_file() throws IOException {
        append("shutdown of web-1");

        String all = Files.readString(path(), StandardCharsets.ISO_8859_1);
        assertThat(all).doesNotContain("shutdown").doesNotContain("web-1");
    }

    @Test
    @Requirement("EXE-43")
    void a_torn_record_at_the_end_never_happened_and_the_next_takes_its_place() throws IOException {
        append("a", "torn");
        overwrite(endOf("a") + 20, new byte[8]);

        assertThat(reopened()).containsExactly("a");
        append("b");
        assertThat(reopened()).containsExactly("a", "b");
        assertThat(folder.resolve("emergency.journal.refused")).doesNotExist();
    }

    @Test
    @Requirement("EXE-43")
    void a_damaged_record_hides_none_that_came_after_it_and_a_copy_is_kept() throws IOException {
        append("a", "b", "c");
        overwrite(endOf("a") + 20, new byte[8]);

        assertThat(reopened()).containsExactly("a", "c");
        assertThat(folder.resolve("emergency.journal.refused")).exists();
        append("d");
        assertThat(reopened()).containsExactly("a", "c", "d");
    }

    @Test
    @Requirement("EXE-43")
    void what_was_cleared_does_not_come_back_when_less_follows() throws IOException {
        append("a", "b", "c");
        try (EmergencyFile file = open()) {
            file.readAll();
            file.clear();
            file.append(bytes("d"));
        }
        assertThat(reopened()).containsExactly("d");
    }

    @Test
    @Requirement("EXE-43")
    void records_under_another_key_are_kept_aside() throws IOException {
        append("a", "b");
        byte[] other = new byte[32];
        other[0] = 1;
        try (EmergencyFile file = EmergencyFile.open(path(), other)) {
            assertThat(file.readAll()).isEmpty();
        }
        assertThat(folder.resolve("emergency.journal.refused")).hasSameBinaryContentAs(path());
        assertThat(reopened()).containsExactly("a", "b");
    }

    @Test
    @Requirement("EXE-43")
    void a_full_file_refuses_a_record_and_keeps_the_others() throws IOException {
        byte[] big = new byte[6 * 1024 * 1024];
        new Random(7).nextBytes(big);
        try (EmergencyFile file = open()) {
            file.readAll();
            file.append(big);
            file.append(big);
            assertThatThrownBy(() -> file.append(big))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("is full with 2 records");
            file.append(bytes("small"));
        }
        try (EmergencyFile file = open()) {
            assertThat(file.readAll()).hasSize(3);
        }
    }

    @Test
    @Requirement("EXE-43")
    void a_file_of_another_layout_is_kept_aside() throws IOException {
        Files.writeString(path(), "something else that is longer than a header");

        assertThat(reopened()).isEmpty();
        assertThat(folder.resolve("emergency.journal.refused")).exists();
    }

    /** Where the first record ends whose content this is. */
    private long endOf(String first) throws IOException {
        Path alone = folder.resolve("alone");
        try (EmergencyFile file = EmergencyFile.open(alone, KEY)) {
            file.readAll();
            file.append(bytes(first));
        }
        try (RandomAccessFile in = new RandomAccessFile(alone.toFile(), "r")) {
            in.seek(24);
            return 28 + in.readInt();
        }
    }

    private void overwrite(long at, byte[] with) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(path().toFile(), "rw")) {
            out.seek(at);
            out.write(with);
        }
    }
}
