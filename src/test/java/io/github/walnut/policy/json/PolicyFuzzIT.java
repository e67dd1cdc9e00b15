package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Lets Jazzer search for input that breaks the readers, beginning with the examples: for half a
 * minute, or in the profile {@code long} for a million inputs. What it found interesting stays
 * under {@code target/fuzz}, and a later search goes on from there.
 */
class PolicyFuzzIT {
    private static final Path WORK = Path.of("target/fuzz").toAbsolutePath();
    private static final String SECONDS = "30";

    @Test
    @Requirement({"POL-3", "POL-4", "POL-95"})
    void no_input_crashes_hangs_or_runs_the_readers() throws Exception {
        Path corpus = Files.createDirectories(WORK.resolve("corpus"));
        Path log = WORK.resolve("log.txt");
        Process fuzzer =
                new ProcessBuilder(command(corpus))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(fuzzer.waitFor(runs() == 0 ? 5 : 240, TimeUnit.MINUTES)).isTrue();
        } finally {
            fuzzer.destroyForcibly();
        }

        String said = Files.readString(log);
        assertThat(fuzzer.exitValue()).as(tail(said)).isZero();
        assertThat(said).contains("stat::number_of_executed_units");
    }

    private static List<String> command(Path corpus) throws IOException {
        Path examples = Path.of("src/test/resources/policies").toAbsolutePath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-cp", classPath()));
        command.add("com.code_intelligence.jazzer.Jazzer");
        command.add("--target_class=" + PolicyFuzz.class.getName());
        command.add(
                "--instrumentation_includes=io.github.walnut.policy.**:io.github.walnut.inventory.**"
                        + ":org.yaml.snakeyaml.**");
        command.add("--reproducer_path=" + WORK);
        command.addAll(
                List.of(
                        runs() == 0 ? "-max_total_time=" + SECONDS : "-runs=" + runs(),
                        "-timeout=60",
                        "-rss_limit_mb=0",
                        "-max_len=16384",
                        "-print_final_stats=1",
                        "-artifact_prefix=" + WORK + File.separator));
        command.addAll(List.of(corpus.toString(), examples.toString()));
        return command;
    }

    private static String classPath() {
        StringBuilder absolute = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            absolute.append(Path.of(entry).toAbsolutePath()).append(File.pathSeparator);
        }
        return absolute.toString();
    }

    private static long runs() {
        return Long.getLong("walnut.fuzz.runs", 0);
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 4000));
    }
}
