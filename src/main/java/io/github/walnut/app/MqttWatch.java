package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.ups.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Whether the broker takes messages. Hears of each that it took, and tells how many were dropped
 * once it takes them again.
 */
public final class MqttWatch implements Supplier<List<Component>> {

    static final long PATIENCE_MILLIS = 15_000;

    private final boolean enabled;
    private final RoadQueue queue;
    private final Clock clock;
    private final LongConsumer dropped;
    private long lastMoved;
    private long sent;
    private long told;

    /**
     * @param dropped is told how many messages were dropped while the broker was away
     */
    MqttWatch(boolean enabled, RoadQueue queue, Clock clock, LongConsumer dropped) {
        this.enabled = enabled;
        this.queue = queue;
        this.clock = clock;
        this.dropped = dropped;
        this.lastMoved = clock.monotonicMillis();
    }

    /** The broker took a message. */
    public synchronized void sent() {
        sent++;
        lastMoved = clock.monotonicMillis();
    }

    /** How many messages the broker took since the start. */
    synchronized long count() {
        return sent;
    }

    @Override
    public List<Component> get() {
        if (!enabled) {
            return List.of(new Component("mqtt", "off", null, null, Map.of()));
        }
        int waiting = queue.size();
        tellDropped(waiting);
        boolean stands = waiting > 0 && silence() > PATIENCE_MILLIS;
        return List.of(
                new Component(
                        "mqtt",
                        stands ? "degraded" : "ok",
                        stands ? waiting + " messages wait for the broker" : null,
                        null,
                        Map.of("waiting", waiting, "dropped", queue.dropped())));
    }

    private synchronized long silence() {
        return clock.monotonicMillis() - lastMoved;
    }

    private void tellDropped(int waiting) {
        long news;
        synchronized (this) {
            news = waiting == 0 ? queue.dropped() - told : 0;
            told += news;
        }
        if (news > 0) {
            dropped.accept(news);
        }
    }
}
