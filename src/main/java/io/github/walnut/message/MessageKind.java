package io.github.walnut.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of channels and how long a text each of them takes. The driver of type {@code notify}
 * cuts by it what it sends, and whoever makes the texts cuts by it what is previewed, so that both
 * agree.
 */
public enum MessageKind {
    WEBHOOK(64 * 1024, Unit.BYTES),
    NTFY(4096, Unit.BYTES),
    GOTIFY(0, Unit.CHARACTERS),
    SLACK(3000, Unit.CHARACTERS),
    DISCORD(2000, Unit.CHARACTERS),
    TELEGRAM(4096, Unit.CHARACTERS),
    MAIL(0, Unit.CHARACTERS),
    TEAMS(20_000, Unit.CHARACTERS),
    PUSHOVER(1024, Unit.CHARACTERS),
    MATRIX(0, Unit.CHARACTERS),
    SYSLOG(2048, Unit.BYTES),
    MQTT(64 * 1024, Unit.BYTES);

    private enum Unit {
        /** Of UTF-16, as the services count, or less. */
        CHARACTERS,
        /** Of UTF-8. */
        BYTES
    }

    private final int most;
    private final Unit unit;

    MessageKind(int most, Unit unit) {
        this.most = most;
        this.unit = unit;
    }

    /**
     * @param word as it stands in a channel, for example {@code ntfy}; {@code smtp} is read as mail
     */
    public static Optional<MessageKind> find(String word) {
        String name = "smtp".equals(word) ? "mail" : word;
        return Arrays.stream(values()).filter(kind -> kind.word().equals(name)).findFirst();
    }

    /** As it stands in a channel. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The text, or as many of its first lines as the kind takes and a last one that tells how many
     * are missing: {@code … (3 more)}. A first line that is too long itself is cut inside.
     */
    public String cut(String text) {
        return cut(text, "");
    }

    /** Cut so that there is room for something that follows. */
    public String cut(String text, String tail) {
        if (fits(text + tail)) {
            return text;
        }
        String[] lines = text.split("\n", -1);
        int missing = lines.length;
        StringBuilder kept = new StringBuilder();
        String best = null;
        for (String line : lines) {
            missing--;
            kept.append(line);
            String candidate = kept + "\n" + ending(missing);
            if (missing == 0 || !fits(candidate + tail)) {
                break;
            }
            best = candidate;
            kept.append('\n');
        }
        return best == null ? inside(lines[0], ending(lines.length), tail) : best;
    }

    /** Whether nothing of a text would be cut. */
    public boolean fits(String text) {
        return most == 0 || size(text) <= most;
    }

    private String inside(String line, String ending, String tail) {
        int room = most - size(ending) - size(tail);
        int end = 0;
        int used = 0;
        while (end < line.length()) {
            int next = line.offsetByCodePoints(end, 1);
            used += size(line.substring(end, next));
            if (used > room) {
                break;
            }
            end = next;
        }
        return line.substring(0, end) + ending;
    }

    private int size(String text) {
        return unit == Unit.CHARACTERS
                ? text.length()
                : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String ending(int missing) {
        return "… (" + missing + " more)";
    }
}
