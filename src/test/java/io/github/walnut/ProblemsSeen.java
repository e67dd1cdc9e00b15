package io.github.walnut;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which refusals the tests of one build got, as empty files that are named {@code <status>-<code>}:
 * tests run in several processes, and what they got together is judged at the end.
 */
public final class ProblemsSeen {

    private static final Path FOLDER =
            Path.of("target/problems", System.getProperty("test.began", "by-hand"));
    private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.[01] (\\d{3})");
    private static final Pattern CODE =
            Pattern.compile("\"type\":\"urn:walnut:problem:([a-z0-9_]+)\"");
    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private ProblemsSeen() {}

    /** Looks whether a body is a refusal. */
    public static void hear(int status, String body) {
        Matcher code = CODE.matcher(body);
        if (status >= 400 && code.find() && KNOWN.add(status + "-" + code.group(1))) {
            write(status + "-" + code.group(1));
        }
    }

    /** The same of an answer as it came over the wire, head and body. */
    public static String hear(String answer) {
        Matcher status = STATUS.matcher(answer);
        if (status.find()) {
            hear(Integer.parseInt(status.group(1)), answer);
        }
        return answer;
    }

    private static void write(String name) {
        try {
            Files.createDirectories(FOLDER);
            Files.write(FOLDER.resolve(name), new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that were heard by any process of this build, as {@code <status>-<code>}. */
    public static Set<String> all() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
