package io.github.walnut.api;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Keeps what sockets were told of some topics, for clients that come back after a restart. */
public interface LiveLog {

    /** Topics that are kept. */
    Set<String> TOPICS = Set.of("events", "runs");

    /** Where nothing outlives the process. */
    LiveLog NONE =
            new LiveLog() {
                @Override
                public void append(Line line) {
                    // kept in memory only
                }

                @Override
                public long completeSince() {
                    return Long.MAX_VALUE;
                }

                @Override
                public List<Line> after(long since, int most) {
                    return List.of();
                }
            };

    /**
     * One message.
     *
     * @param seq its number, which rises
     * @param type for example {@code event}
     * @param subject whom it is about, or null
     * @param severity of an event, else null
     * @param text the whole message as it was sent
     */
    record Line(
            long seq,
            Instant at,
            String topic,
            String type,
            String subject,
            String severity,
            String text) {}

    /** Takes a message of a kept topic; never waits for a disk. */
    void append(Line line);

    /** Every message with a higher number is kept; those up to it may be missing. */
    long completeSince();

    /** The first messages after this number, in their order. May wait for a disk. */
    List<Line> after(long since, int most);
}
