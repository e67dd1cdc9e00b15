package io.github.walnut.notify;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * One message for one channel, from the moment at which there is something to tell until it is
 * delivered or given up.
 *
 * @param id the same at each attempt, and told to the peer
 * @param eventId null when no event led to it
 * @param runId null when it is about no run
 * @param items what it tells, newest first, at most {@link Digest#LINES}
 * @param more how many further items it stands for
 * @param nextAt when it may be sent; null when it is final
 * @param error why the last attempt was vain, or null
 */
public record Letter(
        UUID id,
        String channel,
        UUID eventId,
        UUID runId,
        String name,
        String topic,
        Severity severity,
        String title,
        String text,
        String url,
        Map<String, Object> data,
        List<Item> items,
        int more,
        State state,
        int attempts,
        Instant nextAt,
        Instant createdAt,
        Instant sentAt,
        String error) {

    /** One line of a digest. */
    public record Item(Instant at, Severity severity, String line) {}

    public enum State {
        WAITING,
        /** Handed over; whether it arrived is not known. */
        SENDING,
        SENT,
        /** The peer refused it. */
        FAILED,
        /** It could not be delivered within a day. */
        EXPIRED,
        /** Another message tells it. */
        MERGED,
        /** It gave way to newer ones. */
        DROPPED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Nothing will be done about it any more. */
        public boolean closed() {
            return this != WAITING && this != SENDING;
        }
    }

    public Letter {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        items = List.copyOf(items);
    }

    /** How many things it tells. */
    int count() {
        return items.size() + more;
    }

    Letter with(State next, String why, Instant at) {
        return changed(
                next, attempts, next.closed() ? null : nextAt, next == State.SENT ? at : null, why);
    }

    Letter attempted(Instant now) {
        return changed(State.SENDING, attempts + 1, now, null, error);
    }

    Letter again(Instant at, String why) {
        return changed(State.WAITING, attempts, at, null, why);
    }

    /** The same message in other words. */
    public Letter reworded(String newTitle, String newText, Map<String, Object> newData) {
        return new Letter(
                id, channel, eventId, runId, name, topic, severity, newTitle, newText, url, newData,
                items, more, state, attempts, nextAt, createdAt, sentAt, error);
    }

    private Letter changed(State next, int tries, Instant when, Instant sent, String why) {
        return new Letter(
                id, channel, eventId, runId, name, topic, severity, title, text, url, data, items,
                more, next, tries, when, createdAt, sent, why);
    }
}
