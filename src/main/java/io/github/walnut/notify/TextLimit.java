package io.github.walnut.notify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How much text a kind of channel takes.
 *
 * @param most characters, or bytes of UTF-8
 */
public record TextLimit(int most, boolean bytes) {

    /** Of every title. */
    static final int TITLE = 200;

    private static final TextLimit USUAL = new TextLimit(65_536, true);

    private static final Map<String, TextLimit> KINDS =
            Map.of(
                    "ntfy", new TextLimit(4096, true),
                    "telegram", new TextLimit(4096, false),
                    "slack", new TextLimit(3000, false),
                    "discord", new TextLimit(2000, false),
                    "teams", new TextLimit(20_000, false),
                    "pushover", new TextLimit(1024, false),
                    "syslog", new TextLimit(2048, true));

    public static TextLimit of(String kind) {
        return KINDS.getOrDefault(kind, USUAL);
    }

    /** What is left for the text beside its title; kinds that send both in one have one limit. */
    TextLimit beside(String title) {
        return new TextLimit(Math.max(64, most - size(title) - 1), bytes);
    }

    boolean fits(String text) {
        return size(text) <= most;
    }

    private int size(String text) {
        return bytes
                ? text.getBytes(StandardCharsets.UTF_8).length
                : text.codePointCount(0, text.length());
    }

    /** Whole lines as far as they fit, and how many do not; a first line that does not is cut. */
    public String cut(String text) {
        if (fits(text)) {
            return text;
        }
        List<String> lines = Arrays.asList(text.split("\n", -1));
        for (int kept = lines.size() - 1; kept > 0; kept--) {
            String shorter =
                    String.join("\n", lines.subList(0, kept))
                            + "\n… ("
                            + (lines.size() - kept)
                            + " more)";
            if (fits(shorter)) {
                return shorter;
            }
        }
        int characters = lines.get(0).codePointCount(0, lines.get(0).length());
        return first(lines.get(0), Math.min(characters, most));
    }

    private String first(String line, int characters) {
        int least = 0;
        int tooMany = characters + 1;
        while (tooMany - least > 1) {
            int middle = (least + tooMany) / 2;
            if (fits(begin(line, middle) + "…")) {
                least = middle;
            } else {
                tooMany = middle;
            }
        }
        return begin(line, least) + "…";
    }

    private static String begin(String line, int characters) {
        return line.substring(0, line.offsetByCodePoints(0, characters));
    }

    static String title(String title) {
        return title.codePointCount(0, title.length()) <= TITLE
                ? title
                : begin(title, TITLE - 1) + "…";
    }
}
