package io.github.walnut;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets Jazzer search for input that breaks a class: for ten seconds, or in the profile {@code long}
 * for a million inputs. What it found interesting stays under {@code target/fuzz}, and a later
 * search goes on from there.
 */
public final class Jazzer {

    private static final String SECONDS = "10";

    private final Path work;
    private final Class<?> target;
    private final String instrumented;

    /**
     * @param name of the folder below {@code target/fuzz}
     * @param target has {@code fuzzerTestOneInput}
     * @param instrumented patterns of the classes whose branches guide the search
     */
    public Jazzer(String name, Class<?> target, String instrumented) {
        this.work = Path.of("target/fuzz", name).toAbsolutePath();
        this.target = target;
        this.instrumented = instrumented;
    }

    /** Where inputs to begin with may be put beside those of earlier searches. */
    public Path corpus() throws IOException {
        return Files.createDirectories(work.resolve("corpus"));
    }

    /**
     * @param examples a further folder of inputs to begin with
     */
    public void search(Path... examples) throws IOException, InterruptedException {
        Path log = corpus().resolveSibling("log.txt");
        Process fuzzer =
                new ProcessBuilder(command(examples))
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

    private List<String> command(Path... examples) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-cp", classPath()));
        command.add("com.code_intelligence.jazzer.Jazzer");
        command.add("--target_class=" + target.getName());
        command.add("--instrumentation_includes=" + instrumented);
        command.add("--reproducer_path=" + work);
        command.addAll(
                List.of(
                        runs() == 0 ? "-max_total_time=" + SECONDS : "-runs=" + runs(),
                        "-timeout=60",
                        "-rss_limit_mb=0",
                        "-max_len=16384",
                        "-print_final_stats=1",
                        "-artifact_prefix=" + work + File.separator,
                        corpus().toString()));
        for (Path folder : examples) {
            command.add(folder.toAbsolutePath().toString());
        }
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
        return Long.getLong("test.fuzz.runs", 0);
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 4000));
    }
}
