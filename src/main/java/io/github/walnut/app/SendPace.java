package io.github.walnut.app;

import io.github.walnut.ups.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How often routes may send: what they send is journaled, and the journal is for outages. */
final class SendPace {

    private static final long WINDOW_MILLIS = 60_000;
    private static final int OF_ONE = 30;
    private static final int OF_ALL = 120;

    private final Clock clock;
    private final Map<String, Deque<Long>> sent = new HashMap<>();
    private final Deque<Long> all = new ArrayDeque<>();

    SendPace(Clock clock) {
        this.clock = clock;
    }

    /**
     * @throws IllegalStateException when too much was sent within the last minute
     */
    synchronized void take(String connection) {
        long now = clock.monotonicMillis();
        Deque<Long> ofThis = sent.computeIfAbsent(connection, id -> new ArrayDeque<>());
        require(ofThis, OF_ONE, "connection " + connection, now);
        require(all, OF_ALL, "all connections", now);
        ofThis.add(now);
        all.add(now);
    }

    private static void require(Deque<Long> taken, int most, String what, long now) {
        while (!taken.isEmpty() && taken.peek() + WINDOW_MILLIS <= now) {
            taken.remove();
        }
        if (taken.size() >= most) {
            throw new IllegalStateException(
                    "routes sent "
                            + most
                            + " messages over "
                            + what
                            + " within a minute; the next one may go in "
                            + (taken.peek() + WINDOW_MILLIS - now + 999) / 1000
                            + " s");
        }
    }
}
