package io.github.walnut.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Whole processes: {@code walnut ups list} against a server that runs, in turn with a bare picocli
 * program by the same Java. The server and the login are those of the environment (WALNUT_SERVER,
 * WALNUT_DATA_DIR or WALNUT_TOKEN).
 */
public final class CommandBench {

    private CommandBench() {}

    /** The bare program. */
    @Command(name = "hello", mixinStandardHelpOptions = true, description = "Says hello")
    static final class Hello implements Runnable {

        @Parameters(arity = "0..1", defaultValue = "world")
        private String name;

        @Override
        public void run() {
            System.out.println("hello " + name);
        }

        public static void main(String... args) {
            System.exit(new CommandLine(new Hello()).execute(args));
        }
    }

    /**
     * @param args home of walNUT (its archive made by the same Java), home of Java, repetitions
     */
    public static void main(String... args) throws Exception {
        Path walnut = Path.of(args[0]).toAbsolutePath();
        Path java = Path.of(args[1]);
        int repetitions = args.length > 2 ? Integer.parseInt(args[2]) : 20;
        String classes =
                Path.of(
                                CommandLine.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                        + ":"
                        + Path.of(
                                CommandBench.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI());
        List<String> hello =
                List.of(java.resolve("bin/java").toString(), "-cp", classes, Hello.class.getName());
        List<String> list = List.of(walnut.resolve("bin/walnut").toString(), "ups", "list");
        List<Double> bare = new ArrayList<>();
        List<Double> whole = new ArrayList<>();
        took(java, hello);
        took(java, list);
        for (int i = 0; i < repetitions; i++) {
            bare.add(took(java, hello));
            whole.add(took(java, list));
        }
        System.out.printf(
                "%s: hello %.0f ms, walnut ups list %.0f ms, ratio %.2f (medians of %d)%n",
                java, median(bare), median(whole), median(whole) / median(bare), repetitions);
    }

    private static double took(Path java, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", java.toString());
        long begin = System.nanoTime();
        int code = builder.start().waitFor();
        double millis = (System.nanoTime() - begin) / 1e6;
        if (code != 0) {
            throw new IOException(command + " ended with " + code);
        }
        return millis;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
