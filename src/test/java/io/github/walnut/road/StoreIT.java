package io.github.walnut.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.peers.RealPeer;
import io.github.walnut.peers.RealUpsd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of a running installation, seen from outside. */
@RealPeer({RealUpsd.UPSD, RealUpsd.DUMMY_UPS, "sqlcipher"})
class StoreIT {

    @TempDir private Path folder;

    @Test
    @Requirement({"OPS-21", "SEC-42"})
    void only_who_has_the_key_reads_the_database_and_only_one_server_runs_on_it() throws Exception {
        try (RealUpsd upsd = RealUpsd.with("rack1").start();
                RunningWalnut walnut = RunningWalnut.installed(folder, Scene.nut(upsd))) {
            await().atMost(TestLimits.WAIT)
                    .untilAsserted(
                            () -> assertThat(walnut.get("api/ups").path("items")).hasSize(1));
            aSecondServerIsTurnedAway(walnut);
            assertThat(walnut.stop()).isZero();
            aWrongKeyIsOneClearLine(walnut);
            Path database = walnut.data().resolve("walnut.db");
            assertThat(
                            sqlcipher(
                                    database,
                                    "PRAGMA key = '" + RunningWalnut.DB_KEY + "';",
                                    "PRAGMA kdf_iter = 64000;",
                                    "SELECT email FROM users;",
                                    "PRAGMA integrity_check;"))
                    .contains(RunningWalnut.EMAIL, "ok");
            assertThat(sqlcipher(database, "SELECT email FROM users;"))
                    .contains("file is not a database")
                    .doesNotContain(RunningWalnut.EMAIL);
            nothingIsReadable(walnut);
        }
    }

    private static void aSecondServerIsTurnedAway(RunningWalnut walnut) throws IOException {
        RunningWalnut.Answer second =
                walnut.cli(
                        Map.of("WALNUT_HTTP_PORT", Integer.toString(RunningWalnut.freePort())),
                        "serve");
        assertThat(second.exit()).as(second.err()).isEqualTo(75);
        assertThat(second.err().strip().lines()).as(second.err()).hasSize(1);
        assertThat(second.err()).contains(walnut.data().toString());
    }

    private static void aWrongKeyIsOneClearLine(RunningWalnut walnut) throws IOException {
        RunningWalnut.Answer wrong =
                walnut.cli(Map.of("WALNUT_DB_KEY", "another-key-than-the-one-it-has-00"), "serve");
        assertThat(wrong.exit()).as(wrong.err()).isEqualTo(78);
        assertThat(wrong.err().strip().lines()).as(wrong.err()).hasSize(1);
        assertThat(wrong.err()).containsIgnoringCase("key").doesNotContain("another-key");
    }

    /** What {@code strings} would print of each file. */
    private static void nothingIsReadable(RunningWalnut walnut) throws IOException {
        try (Stream<Path> files = Files.walk(walnut.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String text :
                        List.of(
                                "SQLite format 3",
                                "CREATE TABLE",
                                RunningWalnut.EMAIL,
                                RunningWalnut.DB_KEY,
                                RunningWalnut.PASSWORD,
                                "rack1")) {
                    assertThat(content.contains(text)).as(text + " in " + file).isFalse();
                }
            }
        }
    }

    private static String sqlcipher(Path database, String... lines)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sqlcipher", "-batch", database.toString())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
