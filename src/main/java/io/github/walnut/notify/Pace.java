package io.github.walnut.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** What a channel was sent lately, and therefore when it may be sent the next message. */
final class Pace {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration BETWEEN_ERRORS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_EXCESS = Duration.ofMinutes(15);

    private final Deque<Instant> hour = new ArrayDeque<>();
    private final Map<String, Instant> topics = new HashMap<>();
    private Instant error = Instant.MIN;
    private Instant usual = Instant.MIN;

    /** A message goes now; one about errors counts apart from the others. */
    void sent(Iterable<String> about, boolean grave, Instant now, Duration minInterval) {
        hour.addLast(now);
        while (hour.peekFirst().isBefore(now.minus(HOUR))) {
            hour.removeFirst();
        }
        topics.values().removeIf(at -> over(at, minInterval, now));
        about.forEach(topic -> topics.put(topic, now));
        if (grave) {
            error = now;
        } else {
            usual = now;
        }
    }

    /** When there is room for one more within a minute. */
    Instant room(int ratePerMin) {
        return place(ratePerMin, MINUTE);
    }

    /** When an error may go. */
    Instant error() {
        return error.equals(Instant.MIN) ? error : error.plus(BETWEEN_ERRORS);
    }

    /** When something other than an error may go, beyond what an hour may have only seldom. */
    Instant usual(int maxPerHour, Instant now) {
        Instant free = place(maxPerHour, HOUR);
        if (!free.isAfter(now) || usual.equals(Instant.MIN)) {
            return Instant.MIN;
        }
        Instant seldom = usual.plus(BETWEEN_EXCESS);
        return free.isBefore(seldom) ? free : seldom;
    }

    /** When the topic may be told of again. */
    Instant topic(String topic, Duration minInterval) {
        Instant last = topics.get(topic);
        return last == null ? Instant.MIN : last.plus(minInterval);
    }

    private Instant place(int most, Duration span) {
        if (hour.size() < most) {
            return Instant.MIN;
        }
        Instant first = hour.stream().skip(hour.size() - most).findFirst().orElseThrow();
        return first.plus(span);
    }

    /** A clock that was set back must not hold anything back. */
    private static boolean over(Instant at, Duration span, Instant now) {
        return at.isAfter(now) || !at.plus(span).isAfter(now);
    }

    /** Forgets what seems to come from the future. */
    void clockSetBack(Instant now) {
        hour.removeIf(at -> at.isAfter(now));
        topics.values().removeIf(at -> at.isAfter(now));
        error = error.isAfter(now) ? Instant.MIN : error;
        usual = usual.isAfter(now) ? Instant.MIN : usual;
    }
}
