package io.github.walnut.app;

import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Remembers for an hour that rules did not come to an end, so that they were set up anew. */
final class RulesTrouble implements Consumer<Event> {

    static final Duration SHOWS = Duration.ofHours(1);

    private final Clock clock;
    private final Consumer<Event> next;
    private volatile Instant at;

    /**
     * @param next hears of every event too
     */
    RulesTrouble(Clock clock, Consumer<Event> next) {
        this.clock = clock;
        this.next = next;
    }

    @Override
    public void accept(Event event) {
        if (event.name().equals(EventName.RULES_OVERRUN.word())) {
            at = clock.now();
        }
        next.accept(event);
    }

    /** When it happened last; null when that is long ago, or never was. */
    Instant at() {
        Instant last = at;
        return last != null && last.plus(SHOWS).isAfter(clock.now()) ? last : null;
    }
}
