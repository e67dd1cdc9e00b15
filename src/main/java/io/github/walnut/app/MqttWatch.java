package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.publish.PowerMetrics;
import io.github.walnut.ups.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.camel.Processor;

/**
 * Whether the broker takes messages. Hears of each that it took, and tells how many were dropped
 * once it takes them again.
 */
public final class MqttWatch implements Supplier<List<Component>> {

    static final long PATIENCE_MILLIS = 15_000;

    private final boolean enabled;
    private final RoadQueue queue;
    private final Clock clock;
    private final Unknowns unknowns;
    private final LongConsumer dropped;
    private long lastMoved;
    private long sent;
    private long failed;
    private boolean connected;
    private long told;

    /**
     * @param dropped is told how many messages were dropped while the broker was away
     */
    MqttWatch(boolean enabled, RoadQueue queue, Clock clock, LongConsumer dropped) {
        this.enabled = enabled;
        this.queue = queue;
        this.clock = clock;
        this.dropped = dropped;
        this.unknowns = new Unknowns(clock);
        this.lastMoved = clock.monotonicMillis();
    }

    /** The broker took a message. */
    public synchronized void sent() {
        sent++;
        connected = true;
        lastMoved = clock.monotonicMillis();
    }

    /** Hears of each vain attempt to send a message, which is tried again. */
    Processor vain() {
        return attempt -> failed();
    }

    private synchronized void failed() {
        failed++;
        connected = false;
    }

    void measure(PowerMetrics metrics) {
        String published = "walnut_mqtt_published";
        String attempts = "Attempts to send a message by whether the broker took it";
        metrics.counter(published, attempts, this::taken, "result", "ok");
        metrics.counter(published, attempts, this::refused, "result", "failed");
        metrics.counter(
                "walnut_mqtt_dropped",
                "Messages that found no room while the broker was away",
                queue::dropped);
        if (enabled) {
            metrics.gauge(
                    "walnut_mqtt_connected",
                    "1 while the broker takes what it is sent",
                    () -> connected() ? 1 : 0);
        }
    }

    private synchronized long taken() {
        return sent;
    }

    private synchronized long refused() {
        return failed;
    }

    /** The broker took what it was sent last, and nothing waits for it for long. */
    boolean connected() {
        return !stands(queue.size()) && lastTaken();
    }

    private synchronized boolean lastTaken() {
        return connected;
    }

    private boolean stands(int waiting) {
        return waiting > 0 && silence() > PATIENCE_MILLIS;
    }

    @Override
    public List<Component> get() {
        if (!enabled) {
            return List.of(new Component("mqtt", "off", null, null, Map.of()));
        }
        int waiting = queue.size();
        tellDropped(waiting);
        boolean stands = stands(waiting);
        boolean silent = unknowns.patient("mqtt", unheard());
        return List.of(
                new Component(
                        "mqtt",
                        stands || silent ? "degraded" : "ok",
                        stands
                                ? waiting + " messages wait for the broker"
                                : silent ? "Nothing was heard of the broker yet" : null,
                        null,
                        Map.of("waiting", waiting, "dropped", queue.dropped())));
    }

    private synchronized boolean unheard() {
        return sent == 0 && failed == 0;
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
