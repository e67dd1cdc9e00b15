package io.github.walnut;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console's own checks: the client of the contract, types, style and tests. They stand here
 * because they keep one processor busy while other tests wait for their peers.
 */
@DisabledIfSystemProperty(named = "skip.npm", matches = "true")
class ConsoleIT {

    @Test
    void the_console_passes_its_own_checks(@TempDir Path folder) throws Exception {
        Path said = folder.resolve("said.txt");
        Process check =
                new ProcessBuilder("node", "scripts/maven.js", "check")
                        .directory(Path.of("frontend").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            assertThat(check.waitFor(15, TimeUnit.MINUTES)).as("it ends").isTrue();
            assertThat(check.exitValue()).as(Files.readString(said)).isZero();
        } finally {
            check.descendants().forEach(ProcessHandle::destroy);
            check.destroy();
        }
    }
}
