package io.github.walnut.notify;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One message in the place of several. */
final class Digest {

    /** So many things are told; of the others only how many they are. */
    static final int LINES = 20;

    static final String NAME = "digest";

    private Digest() {}

    /**
     * @param letters at least one, oldest first
     * @param summaries what is told of a topic in the place of all its letters
     */
    static Letter of(
            UUID id,
            Channel channel,
            List<Letter> letters,
            Map<String, Letter.Item> summaries,
            DigestWriter writer) {
        List<Letter.Item> items = new ArrayList<>();
        Set<String> summarised = new HashSet<>();
        int more = 0;
        for (Letter letter : letters) {
            Letter.Item summary = summaries.get(letter.topic());
            if (summary == null) {
                items.addAll(letter.items());
                more += letter.more();
            } else if (summarised.add(letter.topic())) {
                items.add(summary);
            }
        }
        items.sort(Comparator.comparing(Letter.Item::at).reversed());
        Instant since = items.get(items.size() - 1).at();
        int left = Math.max(0, items.size() - LINES);
        List<Letter.Item> shown = items.subList(0, items.size() - left);
        Severity severity =
                letters.stream().map(Letter::severity).max(Comparator.naturalOrder()).orElseThrow();
        TemplateText words = writer.digest(channel, severity, shown, more + left, since);
        Letter newest = letters.stream().max(Comparator.comparing(Letter::createdAt)).orElseThrow();
        return new Letter(
                id,
                channel.id(),
                newest.eventId(),
                newest.runId(),
                NAME,
                newest.topic(),
                severity,
                words.title(),
                words.text(),
                newest.url(),
                data(shown, more + left),
                shown,
                more + left,
                Letter.State.WAITING,
                0,
                newest.nextAt(),
                newest.createdAt(),
                null,
                null);
    }

    private static Map<String, Object> data(List<Letter.Item> items, int more) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Letter.Item item : items) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("at", item.at().toString());
            line.put("severity", item.severity().word());
            line.put("line", item.line());
            lines.add(line);
        }
        return Map.of("type", NAME, "data", Map.of("items", lines, "more", more));
    }
}
