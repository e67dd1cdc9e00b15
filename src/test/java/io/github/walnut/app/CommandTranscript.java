package io.github.walnut.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands and what they print, as a text: a line {@code $ walnut …}, standard output, standard
 * error behind {@code ! }, and {@code = } with the exit code. What differs from run to run has a
 * name instead: an id is the same number wherever it stands, in commands too.
 */
final class CommandTranscript {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern NAMED = Pattern.compile("<id\\d+>");

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int LONGEST_JSON = 9;

    private final Map<String, String> ids = new LinkedHashMap<>();

    /** The command lines of a text with the comments before them, in order. */
    static List<List<String>> blocks(List<String> lines) {
        List<List<String>> blocks = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            block.add(line);
            if (line.startsWith("= ")) {
                blocks.add(block);
                block = new ArrayList<>();
            }
        }
        return blocks;
    }

    /** What follows {@code $ walnut}, with the real ids. */
    List<String> arguments(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command.substring("$ walnut".length()));
        while (word.find()) {
            words.add(
                    real(
                            word.group(1) != null
                                    ? word.group(1)
                                    : word.group(2) != null ? word.group(2) : word.group(3)));
        }
        return words;
    }

    private String real(String word) {
        return NAMED.matcher(word)
                .replaceAll(
                        named ->
                                ids.entrySet().stream()
                                        .filter(id -> id.getValue().equals(named.group()))
                                        .map(Map.Entry::getKey)
                                        .findFirst()
                                        .orElseThrow(
                                                () ->
                                                        new AssertionError(
                                                                "nothing has printed "
                                                                        + named.group())));
    }

    /**
     * What was printed, as the transcript has it. JSON of more than a few lines is told by the
     * names that it consists of, so that a policy does not stand here a dozen times.
     */
    String printed(String text, boolean json) {
        return named(json && text.lines().count() > LONGEST_JSON ? outline(text) : text);
    }

    private static String outline(String text) {
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not one JSON value: " + text, e);
        }
        JsonNode one = tree.isArray() ? tree.get(0) : tree;
        List<String> names = new ArrayList<>();
        one.fieldNames().forEachRemaining(names::add);
        return (tree.isArray() ? "[{" : "{")
                + String.join(" ", names)
                + (tree.isArray() ? "}]\n" : "}\n");
    }

    private String named(String text) {
        String same =
                UUID.matcher(text)
                        .replaceAll(
                                id ->
                                        ids.computeIfAbsent(
                                                id.group(), i -> "<id" + (ids.size() + 1) + ">"));
        return same.replaceAll("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "<time>")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:<port>")
                .replaceAll("127\\.0\\.0\\.1-\\d+", "127.0.0.1-<port>")
                .replaceAll("(\"trace_id\" : \")[0-9a-f]+", "$1<trace>")
                .replaceAll("sha256:[0-9a-f]{64}", "<hash>")
                .replaceAll("wnt_\\w+", "<word>")
                .replaceAll("(?m)^[A-Za-z0-9_-]{43}$", "<token>")
                .replaceAll("(?m)^((?:commit|build_id|java) +)\\S+$", "$1<build>")
                .replaceAll("(?m)^(latency_ms +)(?:\\d+|-)$", "$1<n>")
                .replaceAll("(?m)^(state +)(?:unknown|connected)$", "$1<state>")
                .replaceAll("(?m)^(?:ok|degraded)(, effective)", "<state>$1")
                .replaceAll("(\"status\" : )\"(?:ok|degraded)\"(,\\s+\"service\")", "$1<state>$2")
                .replaceAll("(\"message\" : )(?:null|\"\\w+ is degraded\")", "$1<what>")
                .replaceAll("(?m)^(status +)(?:ok|degraded)$", "$1<state>")
                .replaceAll("(?m)^(message +)(?:-|\\w+ is degraded)$", "$1<what>")
                .replaceAll("(?s)(COMPONENT +STATUS +MESSAGE\n).*", "$1<each component>\n")
                .replaceAll("(?s)(SETTING +VALUE +ORIGIN +LOCKED\n).*", "$1<each setting>\n")
                .replaceAll("(?<![\\w.\"-])\\d+\\.\\d+(?![\\w.])", "<n>")
                .replaceAll("(\"\\w*(?:ms|seconds|bytes|seq|epoch|rows)\" : )\\d+", "$1<n>")
                .replaceAll("(walnut\\.virtual +)(?:unknown|connected)", "$1<state>")
                .replaceAll("(?m)^(version +)\\d+$", "$1<n>")
                .replaceAll("(true|false)( +)\\d+( |$)", "$1$2<n>$3")
                .replaceAll("(?<=\\S) {2,}", "  ")
                .replaceAll("(?m) +$", "");
    }
}
