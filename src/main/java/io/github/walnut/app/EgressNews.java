package io.github.walnut.app;

import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells that a connection was refused; of one host once an hour at most. */
final class EgressNews {

    private static final Duration QUIET = Duration.ofHours(1);
    private static final int MOST = 1_000;

    private final Ids ids;
    private final Clock clock;
    private final Consumer<Event> events;
    private final Map<String, Instant> told = new LinkedHashMap<>();

    EgressNews(Ids ids, Clock clock, Consumer<Event> events) {
        this.ids = ids;
        this.clock = clock;
        this.events = events;
    }

    void refused(String host, String reason) {
        Instant now = clock.now();
        if (isNew(host, now)) {
            events.accept(
                    HealthEvents.about(
                            ids,
                            EventName.EGRESS_REFUSED,
                            new Event.Subject("system", host),
                            now,
                            Map.of("reason", reason)));
        }
    }

    private synchronized boolean isNew(String host, Instant now) {
        Instant last = told.get(host);
        if (last != null && now.isBefore(last.plus(QUIET))) {
            return false;
        }
        told.remove(host);
        told.put(host, now);
        if (told.size() > MOST) {
            told.remove(told.keySet().iterator().next());
        }
        return true;
    }
}
