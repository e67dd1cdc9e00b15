package io.github.walnut.app;

import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.publish.MqttOutbox;
import io.github.walnut.publish.PowerMetrics;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the broker takes messages. Hears of each that it took, and tells how many were dropped
 * once it takes them again.
 */
final class MqttWatch implements Supplier<List<Component>> {

    static final long PATIENCE_MILLIS = 15_000;

    private static final Logger LOG = LoggerFactory.getLogger(MqttWatch.class);
    private static final Duration REFUSALS_LAST = Duration.ofHours(1);

    private final boolean enabled;
    private final MqttOutbox outbox;
    private final Clock clock;
    private final Unknowns unknowns;
    private final LongConsumer dropped;
    private final Map<String, Long> refusedAt = new HashMap<>();
    private long lastMoved;
    private long sent;
    private long failed;
    private boolean connected;
    private String trouble;
    private long told;

    /**
     * @param dropped is told how many messages were dropped while the broker was away
     */
    MqttWatch(boolean enabled, MqttOutbox outbox, Clock clock, LongConsumer dropped) {
        this.enabled = enabled;
        this.outbox = outbox;
        this.clock = clock;
        this.dropped = dropped;
        this.unknowns = new Unknowns(clock);
        this.lastMoved = clock.monotonicMillis();
    }

    synchronized void connected() {
        connected = true;
        trouble = null;
        lastMoved = clock.monotonicMillis();
    }

    /** The connection ended with this reason code, 0 without one. */
    synchronized void lost(int reasonCode) {
        connected = false;
        blame(reasonCode);
    }

    /** A login was in vain. */
    synchronized void vain(int reasonCode) {
        failed++;
        connected = false;
        blame(reasonCode);
    }

    private void blame(int reasonCode) {
        if (reasonCode == BrokerPauses.TAKEN_OVER) {
            trouble = "mqtt_client_id_in_use: another client has taken the connection over";
        } else if (BrokerPauses.refused(reasonCode)) {
            trouble = "The broker refuses the login, reason code " + hex(reasonCode);
        }
    }

    private static String hex(int reasonCode) {
        return String.format(Locale.ROOT, "0x%02X", reasonCode);
    }

    /** The broker took a message on this topic. */
    synchronized void sent(String topic) {
        sent++;
        refusedAt.remove(topic);
        lastMoved = clock.monotonicMillis();
    }

    /** A message did not reach the broker and is sent again. */
    synchronized void failed() {
        failed++;
    }

    /** The broker does not take messages on this topic; logged once an hour. */
    synchronized void refused(String topic, int reasonCode) {
        failed++;
        long now = clock.monotonicMillis();
        lastMoved = now;
        refusedAt.values().removeIf(at -> now - at >= REFUSALS_LAST.toMillis());
        if (refusedAt.putIfAbsent(topic, now) == null) {
            LOG.warn("The broker refuses {}, reason code {}", topic, hex(reasonCode));
        }
    }

    void measure(PowerMetrics metrics) {
        String published = "walnut_mqtt_published";
        String attempts = "Attempts to send a message by whether the broker took it";
        metrics.counter(published, attempts, this::taken, "result", "ok");
        metrics.counter(published, attempts, this::vainly, "result", "failed");
        metrics.counter(
                "walnut_mqtt_dropped",
                "Messages that found no room while the broker was away",
                outbox::dropped);
        if (enabled) {
            metrics.gauge(
                    "walnut_mqtt_connected",
                    "1 while the broker takes what it is sent",
                    () -> takes() ? 1 : 0);
        }
    }

    private synchronized long taken() {
        return sent;
    }

    private synchronized long vainly() {
        return failed;
    }

    /** The connection stands, and nothing waits for it for long. */
    private boolean takes() {
        int waiting = outbox.waiting();
        synchronized (this) {
            return connected && !stands(waiting);
        }
    }

    private boolean stands(int waiting) {
        boolean something = waiting > 0 || !connected;
        return something && clock.monotonicMillis() - lastMoved > PATIENCE_MILLIS;
    }

    @Override
    public List<Component> get() {
        if (!enabled) {
            return List.of(new Component("mqtt", "off", null, null, Map.of()));
        }
        int waiting = outbox.waiting();
        tellDropped(waiting);
        return List.of(component(waiting));
    }

    private synchronized Component component(int waiting) {
        String message = trouble;
        if (message == null && stands(waiting)) {
            message = waiting + " messages wait for the broker";
        } else if (message == null && !refusedAt.isEmpty()) {
            message = "The broker refuses " + refusedAt.keySet().iterator().next();
        } else if (unknowns.patient("mqtt", sent == 0 && failed == 0) && message == null) {
            message = "Nothing was heard of the broker yet";
        }
        return new Component(
                "mqtt",
                trouble != null ? "error" : message == null ? "ok" : "degraded",
                message,
                null,
                Map.of("waiting", waiting, "dropped", outbox.dropped()));
    }

    private void tellDropped(int waiting) {
        long all = outbox.dropped();
        long news;
        synchronized (this) {
            news = waiting == 0 && connected ? all - told : 0;
            told += news;
        }
        if (news > 0) {
            dropped.accept(news);
        }
    }
}
