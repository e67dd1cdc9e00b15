package io.github.walnut.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** How far each UPS of a list was shown; those that were shown to their end are left out. */
record SamplePlaces(Map<String, Instant> ends) {

    private static final String NEXT = "\n";

    /**
     * As {@link #text} wrote them.
     *
     * @throws IllegalArgumentException when it did not
     */
    static SamplePlaces of(String text) {
        Map<String, Instant> ends = new LinkedHashMap<>();
        for (String line : text.split(NEXT)) {
            int blank = line.indexOf(' ');
            if (blank < 0) {
                throw new IllegalArgumentException("no place: " + line);
            }
            ends.put(
                    line.substring(blank + 1),
                    Instant.ofEpochMilli(Long.parseLong(line.substring(0, blank))));
        }
        return new SamplePlaces(ends);
    }

    String text() {
        return String.join(
                NEXT,
                ends.entrySet().stream()
                        .map(end -> end.getValue().toEpochMilli() + " " + end.getKey())
                        .toList());
    }
}
