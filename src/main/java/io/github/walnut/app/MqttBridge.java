package io.github.walnut.app;

import io.github.walnut.api.BrokerTopics;
import io.github.walnut.publish.MqttMessage;
import io.github.walnut.publish.MqttOutbox;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the connection to the broker and tells it what waits, on one thread of its own. After every
 * connection all that is retained is told again, as the broker may have lost it.
 */
final class MqttBridge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MqttBridge.class);
    private static final String ROUTE = "direct:mqtt-publish?block=false";
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration SHORTLY = Duration.ofMillis(100);
    private static final Duration AWAY = Duration.ofSeconds(60);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final MqttOutbox outbox;
    private final MqttTopics topics;
    private final MqttWatch watch;
    private final BrokerLine line;
    private final ProducerTemplate producer;
    private final BrokerPauses pauses =
            new BrokerPauses(() -> ThreadLocalRandom.current().nextDouble());
    private final Object changed = new Object();
    private final Object sending = new Object();
    private final Thread thread = new Thread(this::run, "mqtt");
    private volatile boolean ended;
    private volatile boolean present = true;
    private boolean connectedOnce;
    private long allToldAt;

    /**
     * @param producer sends to the route {@code mqtt-publish}
     */
    MqttBridge(
            BrokerLine line,
            MqttOutbox outbox,
            MqttTopics topics,
            MqttWatch watch,
            ProducerTemplate producer) {
        this.line = line;
        this.outbox = outbox;
        this.topics = topics;
        this.watch = watch;
        this.producer = producer;
        thread.setDaemon(true);
    }

    /** Has every stored topic taken away that is none of these; before anything is told. */
    void clean(Set<String> due) {
        if (!line.sending().retain()) {
            return;
        }
        topics.all().stream()
                .filter(topic -> !due.contains(topic))
                .forEach(topic -> outbox.add(new MqttMessage(topic, true, "")));
    }

    /** Once the routes run. */
    void start() {
        thread.start();
    }

    /** Stays away from now on, after it has said so, or comes back. Does not wait for either. */
    void present(boolean shall) {
        present = shall;
        outbox.deaf(!shall);
        wake();
    }

    private void wake() {
        synchronized (changed) {
            changed.notifyAll();
        }
        outbox.wake();
    }

    /** Waits, unless somebody has changed since whether the bridge shall be there. */
    private void pause(Duration most, boolean there) throws InterruptedException {
        synchronized (changed) {
            if (!ended && present == there) {
                changed.wait(most.toMillis());
            }
        }
    }

    private void run() {
        try {
            while (!ended) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave(FAREWELL);
        }
    }

    private void round() throws InterruptedException {
        try {
            if (!present) {
                leave(Duration.ZERO);
                pause(AWAY, false);
            } else if (line.client().isConnected()) {
                outbox.await(LOOK);
                if (line.sending().again(Duration.ofNanos(System.nanoTime() - allToldAt))) {
                    tellAll();
                }
                if (!tellNext()) {
                    pause(SOON, true);
                }
            } else {
                pause(connect(), true);
            }
        } catch (RuntimeException e) {
            LOG.error("The broker is not told: {}", e.toString(), e);
            pause(SOON, true);
        }
    }

    /**
     * @return how long to wait before the next attempt
     */
    private Duration connect() {
        synchronized (sending) {
            if (!present) {
                return Duration.ofMillis(1);
            }
            if (connectedOnce) {
                connectedOnce = false;
                watch.lost(line.lost());
                LOG.warn("The broker is gone, reason code {}", line.lost());
                return pauses.after(line.lost());
            }
            try {
                line.connect();
            } catch (MqttException e) {
                watch.vain(e.getReasonCode());
                Duration pause = pauses.after(e.getReasonCode());
                LOG.warn(
                        "The broker is not reached, tried again in {} s: {}",
                        pause.toSeconds(),
                        BrokerClient.why(e));
                return pause;
            }
            LOG.info("The broker is there");
            connectedOnce = true;
            pauses.connected();
            watch.connected();
            outbox.add(line.online());
            tellAll();
            return Duration.ofMillis(1);
        }
    }

    private void tellAll() {
        outbox.again();
        allToldAt = System.nanoTime();
    }

    /**
     * @return false when it should be tried again later
     */
    private boolean tellNext() {
        synchronized (sending) {
            MqttMessage next = present ? outbox.next() : null;
            if (next == null) {
                return true;
            }
            MqttSending sending = line.sending();
            if (sending.idle(next)) {
                outbox.told();
                return true;
            }
            MqttMessage sent = sending.sent(next);
            if (sent.retained() && !sent.payload().isEmpty() && !topics.knows(sent.topic())) {
                topics.keep(outbox.retained());
            }
            Exchange answer = producer.send(ROUTE, exchange -> exchange.getMessage().setBody(sent));
            return told(next, answer.getException());
        }
    }

    private boolean told(MqttMessage message, Exception failure) {
        if (failure == null) {
            outbox.told();
            watch.sent(message.topic());
            if (message.retained() && message.payload().isEmpty()) {
                topics.gone(List.of(message.topic()));
            }
            return true;
        }
        if (failure instanceof BrokerClient.Refusal refusal) {
            outbox.told();
            watch.refused(message.topic(), refusal.getReasonCode());
            return true;
        }
        outbox.failed();
        watch.failed();
        LOG.warn("{} is told again: {}", message.topic(), BrokerClient.why(failure));
        if (failure instanceof MqttException && line.client().isConnected()) {
            drop();
        }
        return false;
    }

    private void drop() {
        try {
            line.client().drop();
        } catch (MqttException e) {
            LOG.debug("the connection to the broker did not end in order", e);
        }
    }

    /**
     * Says that nobody is there any more and ends the connection.
     *
     * @param most for what still waits, before that
     */
    private void leave(Duration most) {
        synchronized (sending) {
            if (!line.client().isConnected()) {
                return;
            }
            long end = System.nanoTime() + most.toNanos();
            while (present && outbox.waiting() > 0 && System.nanoTime() < end) {
                if (!tellNext()) {
                    break;
                }
            }
            keepState();
            try {
                line.client().setTimeToWait(FAREWELL.toMillis());
                line.sayOffline();
                line.client().disconnect();
            } catch (MqttException e) {
                LOG.info("The broker was not told of the end: {}", BrokerClient.why(e));
                drop();
            } finally {
                line.client().setTimeToWait(MqttSettings.PATIENCE.toMillis());
                connectedOnce = false;
            }
        }
    }

    /** Nothing is sent while this is done; whoever shall be away is. */
    int still(BrokerTopics work) throws BrokerTopics.RefusedException {
        synchronized (sending) {
            if (!present) {
                leave(Duration.ZERO);
            }
            int gone = work.purge();
            if (line.client().isConnected()) {
                keepState(); // for the last will
            }
            return gone;
        }
    }

    private void keepState() {
        if (line.sending().retain()) {
            topics.keep(Set.of(line.online().topic()));
        }
    }

    /** What waits is told and the end is said, for some seconds at most. */
    @Override
    public void close() throws Exception {
        ended = true;
        wake();
        thread.join(line.client().isConnected() ? 2 * FAREWELL.toMillis() : SHORTLY.toMillis());
        if (thread.isAlive()) {
            LOG.info("The broker was not told of the end: it did not answer in time");
        }
    }
}
