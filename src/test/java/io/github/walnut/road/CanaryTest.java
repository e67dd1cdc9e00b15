package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look for secrets at the end of every test of the whole product finds one. */
class CanaryTest {

    private static final String PASSWORD = "canary-of-a-nut-server";

    @TempDir private Path folder;

    @Test
    void a_password_in_the_log_fails_the_test() throws IOException {
        RunningWalnut walnut = new RunningWalnut(folder, Map.of("NUT_PASSWORD", PASSWORD));
        Files.writeString(folder.resolve("server.log"), "PASSWORD " + PASSWORD + " was refused");
        assertThatThrownBy(walnut::close).hasMessageContaining(PASSWORD);
    }

    @Test
    void so_does_a_line_of_a_private_key() throws IOException {
        RunningWalnut walnut = new RunningWalnut(folder, Map.of());
        walnut.secret("-----BEGIN KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END KEY-----\n");
        Files.writeString(folder.resolve("server.log"), "key b3BlbnNzaC1rZXktdjEAAAAA");
        assertThatThrownBy(walnut::close).hasMessageContaining("b3BlbnNzaC1rZXktdjEAAAAA");
    }

    @Test
    void nothing_else_does() throws IOException {
        RunningWalnut walnut = new RunningWalnut(folder, Map.of("NUT_PASSWORD", PASSWORD));
        Files.writeString(folder.resolve("server.log"), "NUT_PASSWORD is set, -----BEGIN KEY-----");
        walnut.close();
    }
}
