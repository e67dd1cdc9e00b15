package io.github.walnut.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.publish.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What happens now, told to every open socket in one order. Messages are kept for ten minutes, ten
 * thousand at most, for clients that come back; what is older, or of before a restart, comes from
 * the log as far as that has it. {@link #publish} never waits for a client or a disk.
 */
public final class Live {

    private static final int KEPT = 10_000;
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    /** More than this is read faster over the API. */
    private static final int MOST_REPLAYED = 5_000;

    private final LongSupplier numbers;
    private final Json json;
    private final Clock clock;
    private final Limits limits;
    private final LiveLog log;
    private final Deque<LiveMessage> kept = new ArrayDeque<>();
    private final Set<LiveConnection> connections = new LinkedHashSet<>();
    private final Map<String, LongAdder> sent = new ConcurrentHashMap<>();
    private final LongAdder merged = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private long lastSeq;
    private long forgottenUpTo;

    /**
     * How many sockets may be open.
     *
     * @param ofOneUser how many of them may be of one user
     * @param beat between two pings
     */
    public record Limits(int sockets, int ofOneUser, Duration beat) {

        public static final Limits DEFAULT = new Limits(200, 10, Duration.ofSeconds(20));
    }

    /**
     * @param numbers rises with each call, restarts included
     */
    public Live(LongSupplier numbers, Json json, Clock clock, Limits limits, LiveLog log) {
        this.numbers = numbers;
        this.json = json;
        this.clock = clock;
        this.limits = limits;
        this.log = log;
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
            if (LiveLog.TOPICS.contains(topic)) {
                log.append(
                        new LiveLog.Line(
                                lastSeq,
                                message.at(),
                                topic,
                                type,
                                subject,
                                message.severity(),
                                message.text()));
            }
            connections().forEach(connection -> connection.hear(message));
        }
    }

    /** How many messages went to sockets since the start, by type. */
    public Map<String, Long> sent() {
        Map<String, Long> counts = new TreeMap<>();
        sent.forEach((type, count) -> counts.put(type, count.sum()));
        return counts;
    }

    /** How many were left out since the start, because a newer one said it better. */
    public long merged() {
        return merged.sum();
    }

    /** How many wishes of clients were of no kind that is known. */
    public long unknown() {
        return unknown.sum();
    }

    void unheardOf() {
        unknown.increment();
    }

    /** How many sockets are open. */
    public int open() {
        return connections().size();
    }

    void sent(String type) {
        sent.computeIfAbsent(type, any -> new LongAdder()).increment();
    }

    void merged(int count) {
        merged.add(count);
    }

    Limits limits() {
        return limits;
    }

    Instant now() {
        return clock.instant();
    }

    synchronized long lastSeq() {
        return lastSeq;
    }

    synchronized List<LiveConnection> connections() {
        return List.copyOf(connections);
    }

    /** All that was told after this number is in memory. */
    synchronized boolean remembers(long since) {
        return since >= forgottenUpTo && since <= lastSeq;
    }

    /**
     * What the log knows after a number.
     *
     * @param readAt the number of the latest message when it was read
     * @param complete nothing of the kept topics is missing
     */
    record Recalled(List<LiveMessage> messages, long readAt, boolean complete) {

        static final Recalled NOTHING = new Recalled(List.of(), 0, false);
    }

    /** Reads the log. May wait for a disk. */
    Recalled recall(long since) {
        long now = lastSeq();
        List<LiveLog.Line> lines = log.after(since, MOST_REPLAYED + 1);
        if (since < log.completeSince() || since > now || lines.size() > MOST_REPLAYED) {
            return Recalled.NOTHING;
        }
        return new Recalled(lines.stream().map(Live::again).toList(), now, true);
    }

    private static LiveMessage again(LiveLog.Line line) {
        return new LiveMessage(
                line.seq(),
                line.topic(),
                line.type(),
                line.subject(),
                line.severity(),
                false,
                line.text(),
                line.at());
    }

    /** Replaces what the client hears; with {@code since} the kept messages after it come first. */
    synchronized void subscribe(
            LiveConnection connection, LiveSubscription subscription, Long since) {
        subscribe(connection, subscription, since, Recalled.NOTHING);
    }

    /** Where memory does not reach back to {@code since}, what the log knows comes before it. */
    synchronized void subscribe(
            LiveConnection connection,
            LiveSubscription subscription,
            Long since,
            Recalled recalled) {
        if (since != null) {
            if (!remembers(since)) {
                boolean whole = recalled.complete() && recalled.readAt() >= forgottenUpTo;
                subscription.topics().stream()
                        .filter(topic -> !(whole && LiveLog.TOPICS.contains(topic)))
                        .sorted()
                        .forEach(topic -> connection.send(gap(topic)));
                if (whole) {
                    replay(connection, subscription, recalled.messages(), since, forgottenUpTo);
                }
            }
            replay(connection, subscription, kept, since, Long.MAX_VALUE);
        }
        connection.subscribed(subscription);
    }

    private static void replay(
            LiveConnection connection,
            LiveSubscription subscription,
            Collection<LiveMessage> messages,
            long after,
            long upTo) {
        messages.stream()
                .filter(message -> message.seq() > after && message.seq() <= upTo)
                .filter(subscription::wants)
                .forEach(connection::send);
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
    synchronized LiveMessage ofOne(
            String topic, String type, String subject, ObjectNode data, boolean mergeable) {
        return message(numbers.getAsLong(), topic, type, subject, data, mergeable, clock.instant());
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
