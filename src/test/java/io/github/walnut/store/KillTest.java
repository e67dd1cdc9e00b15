package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.TestLimits;
import io.github.walnut.run.StepState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {

    private static final int KILLS = 3;
    private static final int RUNS_BEFORE_KILL = 40;

    @TempDir Path folder;

    @Test
    @Requirement({"EXE-42", "OPS-62"})
    void whatever_a_journal_call_returned_from_is_there_after_a_kill() throws Exception {
        List<UUID> promised = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            promised.addAll(writeUntilKilled());
            try (Database database = Stores.open(folder)) {
                JdbcJournal journal = Stores.journal(database);
                assertThat(database.health().check(true).findings()).isEmpty();
                for (UUID id : promised) {
                    assertThat(journal.find(id).orElseThrow().steps())
                            .extracting(step -> step.state())
                            .containsExactly(StepState.INTENT);
                }
            }
        }
        assertThat(promised).hasSizeGreaterThanOrEqualTo(KILLS * RUNS_BEFORE_KILL);
    }

    private List<UUID> writeUntilKilled() throws IOException, InterruptedException {
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledWriter.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<UUID> written = new ArrayList<>();
        try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                if (line.length() == 36) {
                    written.add(UUID.fromString(line));
                }
                if (written.size() == RUNS_BEFORE_KILL) {
                    writer.toHandle().destroyForcibly();
                }
                line = lines.readLine();
            }
        } finally {
            writer.destroyForcibly();
        }
        assertThat(writer.waitFor(TestLimits.WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return written;
    }
}
