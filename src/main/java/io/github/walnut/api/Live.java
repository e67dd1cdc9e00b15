package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What happens now, told to every open socket in one order. Messages are kept for ten minutes, ten
 * thousand at most, for clients that come back. {@link #publish} never waits for a client.
 */
public final class Live {

    private static final int KEPT = 10_000;
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    private final LongSupplier numbers;
    private final Json json;
    private final Clock clock;
    private final Deque<LiveMessage> kept = new ArrayDeque<>();
    private final Set<LiveConnection> connections = new LinkedHashSet<>();
    private long lastSeq;
    private long forgottenUpTo;

    /**
     * @param numbers rises with each call, restarts included
     */
    public Live(LongSupplier numbers, Json json, Clock clock) {
        this.numbers = numbers;
        this.json = json;
        this.clock = clock;
        this.lastSeq = numbers.getAsLong();
        this.forgottenUpTo = lastSeq;
    }

    /**
     * @param topic ups, events, runs, policies, hosts or system
     * @param type for example {@code ups_status}
     * @param mergeable a client that lags needs only the newest of this type and subject
     */
    public void publish(
            String topic, String type, String subject, ObjectNode data, boolean mergeable) {
        synchronized (this) {
            lastSeq = numbers.getAsLong();
            LiveMessage message =
                    message(lastSeq, topic, type, subject, data, mergeable, clock.instant());
            keep(message);
            connections().forEach(connection -> connection.hear(message));
        }
    }

    synchronized long lastSeq() {
        return lastSeq;
    }

    synchronized List<LiveConnection> connections() {
        return List.copyOf(connections);
    }

    /** Replaces what the client hears; with {@code since} the kept messages after it come first. */
    synchronized void subscribe(
            LiveConnection connection, LiveSubscription subscription, Long since) {
        if (since != null) {
            if (since < forgottenUpTo) {
                subscription.topics().stream()
                        .sorted()
                        .forEach(topic -> connection.send(gap(topic)));
            }
            kept.stream()
                    .filter(message -> message.seq() > since && subscription.wants(message))
                    .forEach(connection::send);
        }
        connection.subscribed(subscription);
    }

    synchronized void join(LiveConnection connection) {
        connections.add(connection);
    }

    synchronized void leave(LiveConnection connection) {
        connections.remove(connection);
    }

    void closeSession(UUID sessionId) {
        close(
                connection -> connection.principal().sessionId().equals(sessionId),
                LiveClose.SESSION_OVER);
    }

    void closeAll(LiveClose why) {
        close(connection -> true, why);
    }

    private void close(Predicate<LiveConnection> which, LiveClose why) {
        List<LiveConnection> closing = new ArrayList<>(connections());
        closing.removeIf(which.negate());
        closing.forEach(connection -> connection.close(why));
    }

    /** A message outside every topic, for one client. */
    LiveMessage control(String type, ObjectNode data) {
        return message(0, null, type, null, data, false, clock.instant());
    }

    /** Present state, told to one client under the number of the latest message. */
    LiveMessage present(String topic, String type, String subject, ObjectNode data) {
        return message(lastSeq(), topic, type, subject, data, false, clock.instant());
    }

    /** A message that one client alone hears; it has a number of its own and is not kept. */
    synchronized LiveMessage ofOne(String topic, String type, String subject, ObjectNode data) {
        return message(numbers.getAsLong(), topic, type, subject, data, false, clock.instant());
    }

    private LiveMessage gap(String topic) {
        return control(
                "replay.gap", json.object().put("topic", topic).put("oldest", forgottenUpTo + 1));
    }

    private LiveMessage message(
            long seq,
            String topic,
            String type,
            String subject,
            ObjectNode data,
            boolean mergeable,
            Instant at) {
        ObjectNode envelope = json.object().put("type", type);
        if (topic != null) {
            envelope.put("seq", seq);
        }
        envelope.put("time", Json.at(at));
        if (topic != null) {
            envelope.put("subject", subject);
        }
        envelope.set("data", data);
        return new LiveMessage(
                seq,
                topic,
                type,
                subject,
                data.path("severity").asText(null),
                mergeable,
                json.write(envelope),
                at);
    }

    private void keep(LiveMessage message) {
        kept.addLast(message);
        Instant eldest = message.at().minus(KEPT_FOR);
        while (kept.size() > KEPT || kept.peekFirst().at().isBefore(eldest)) {
            forgottenUpTo = kept.removeFirst().seq();
        }
    }
}
