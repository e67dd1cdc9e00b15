package io.github.walnut.road;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Compares what a command printed with what the page shows. Words have to be the same; numbers,
 * times, ids, keys and the width of columns are everybody's own. Those that a reader copies from
 * one command into the next are remembered.
 */
final class ShownOutput {

    /** Any text, in a line or as a line of its own. */
    private static final String ANYTHING = "…";

    /** Ids, fingerprints and passwords that were made. */
    private static final Pattern COPIED =
            Pattern.compile(
                    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
                            + "|SHA256:[A-Za-z0-9+/]{43}|(?<=once: )\\S+");

    private static final Pattern OWN =
            Pattern.compile(COPIED + "|\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z|\\d+(\\.\\d+)?");

    private final Map<String, String> copied = new HashMap<>();

    /** The command with what this reader got in the place of what the page shows. */
    String own(String command) {
        String own = command;
        for (Map.Entry<String, String> each : copied.entrySet()) {
            own = own.replace(each.getKey(), each.getValue());
        }
        return own;
    }

    /** What is missing or different; empty when the page is right. */
    Optional<String> difference(List<String> shown, List<String> printed) {
        Map<String, String> found = new HashMap<>();
        int at = 0;
        boolean gap = shown.isEmpty();
        for (String line : shown) {
            if (line.equals(ANYTHING)) {
                gap = true;
                continue;
            }
            int next = next(line, printed, at, gap);
            if (next < 0) {
                return Optional.of("the page shows: " + line);
            }
            remember(line, printed.get(next), found);
            at = next + 1;
            gap = false;
        }
        copied.putAll(found);
        return Optional.empty();
    }

    private static int next(String line, List<String> printed, int from, boolean gap) {
        Pattern pattern = pattern(line);
        for (int i = from; i < printed.size(); i++) {
            if (pattern.matcher(printed.get(i).strip()).matches()) {
                return i;
            }
            if (!gap) {
                return -1;
            }
        }
        return -1;
    }

    private static Pattern pattern(String line) {
        StringBuilder regex = new StringBuilder();
        for (String word : OWN.matcher(line.strip()).replaceAll("\u0001").split("\\s+")) {
            String quoted =
                    ("\\Q" + word + "\\E")
                            .replace(ANYTHING, "\\E.*\\Q")
                            .replace("\u0001", "\\E\\S+?\\Q");
            regex.append(regex.length() == 0 ? "" : "\\s+").append(quoted);
        }
        return Pattern.compile(regex.toString());
    }

    private static void remember(String shown, String printed, Map<String, String> found) {
        List<String> theirs = all(shown);
        List<String> own = all(printed);
        for (int i = 0; i < theirs.size() && i < own.size(); i++) {
            found.put(theirs.get(i), own.get(i));
        }
    }

    private static List<String> all(String line) {
        return new ArrayList<>(COPIED.matcher(line).results().map(MatchResult::group).toList());
    }
}
