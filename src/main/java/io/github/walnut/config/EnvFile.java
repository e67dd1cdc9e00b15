package io.github.walnut.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables in a file, a {@code NAME=value} on each line, as {@code docker compose} reads its
 * {@code .env}: empty lines and lines with {@code #} say nothing, a value may stand in quotes, and
 * without quotes a comment may follow it. Nothing is expanded.
 *
 * @param path null when there is no such file
 */
record EnvFile(Path path, Map<String, String> variables) {

    static final EnvFile NONE = new EnvFile(null, Map.of());

    private static final Pattern LINE =
            Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");

    /**
     * @throws ConfigurationException when it cannot be read, with every line that is no variable
     */
    static EnvFile read(Path path) {
        return read("--env-file", path);
    }

    /**
     * @param name of what names the file, for messages
     */
    static EnvFile read(String name, Path path) {
        List<String> problems = new ArrayList<>();
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            List<String> lines = Files.readAllLines(path);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                Matcher matcher = LINE.matcher(line);
                String value = matcher.matches() ? value(matcher.group(2)) : null;
                if (value == null) {
                    problems.add(path + ", line " + (i + 1) + ": expected NAME=value");
                } else {
                    variables.put(matcher.group(1), value);
                }
            }
        } catch (IOException e) {
            problems.add(name + ": expected a readable file, got " + path);
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new EnvFile(path, Map.copyOf(variables));
    }

    /** Null when a quote is not closed, or something follows it. */
    private static String value(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        if (first != '"' && first != '\'') {
            return text.replaceFirst("(^|\\s+)#.*$", "").strip();
        }
        int end = text.indexOf(first, 1);
        boolean rest = end >= 0 && !text.substring(end + 1).strip().matches("(#.*)?");
        return end < 0 || rest ? null : text.substring(1, end);
    }
}
