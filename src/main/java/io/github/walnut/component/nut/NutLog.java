package io.github.walnut.component.nut;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is written to the log of what happens: the same thing once a minute, with how often it
 * happened in between. A server that comes and goes would fill the log otherwise.
 */
final class NutLog {

    static final long REPEAT_MILLIS = 60_000;
    private static final int REMEMBERED = 1_000;

    private final Map<NutServerEvent, Told> told =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<NutServerEvent, Told> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /**
     * @param at monotonic milliseconds
     * @param since how often it happened after that
     */
    private record Told(long at, int since) {}

    /** The line to write now, if any. */
    synchronized Optional<String> line(NutServerEvent event, long now) {
        Told before = told.get(event);
        if (before != null && now - before.at() < REPEAT_MILLIS) {
            told.put(event, new Told(before.at(), before.since() + 1));
            return Optional.empty();
        }
        told.put(event, new Told(now, 0));
        int more = before == null ? 0 : before.since();
        String line = NutSentences.of(event);
        return Optional.of(
                more == 0
                        ? line
                        : line + " (and " + more + (more == 1 ? " time more)" : " times more)"));
    }
}
