package io.github.walnut.publish;

import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be told to the broker. Of each retained topic it keeps the newest payload and nothing
 * else, so that all of them can be told again; events wait in their order, not too many and not too
 * long. Any thread adds; one thread takes.
 */
public final class MqttOutbox {

    /** So many events wait, and as many once more below their UPSs and policies. */
    public static final int MOST_EVENTS = 1_000;

    static final Duration EVENTS_WAIT = Duration.ofHours(1);
    static final int MOST_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(MqttOutbox.class);

    private final String all;
    private final String bridge;
    private final Clock clock;
    private final Map<String, String> retained = new LinkedHashMap<>();
    private final Set<String> untold = new LinkedHashSet<>();
    private final Set<String> tooLong = new HashSet<>();
    private final Deque<Waiting> toAll = new ArrayDeque<>();
    private final Deque<Waiting> toSome = new ArrayDeque<>();
    private Waiting underWay;
    private boolean deaf;
    private long dropped;

    private record Waiting(MqttMessage message, long sinceMillis) {}

    /**
     * @param base of every topic
     */
    public MqttOutbox(String base, Clock clock) {
        this.all = MqttPublications.bridgeEvent(base);
        this.bridge = MqttPublications.bridgeState(base);
        this.clock = clock;
    }

    public synchronized void addAll(List<MqttMessage> messages) {
        messages.forEach(this::add);
    }

    /** An empty retained message takes its topic away; one that is too long is dropped. */
    public synchronized void add(MqttMessage message) {
        if (tooLong(message)) {
            dropped++;
        } else if (message.retained()) {
            retained.put(message.topic(), message.payload());
            untold.add(message.topic());
        } else if (!deaf) {
            Deque<Waiting> line = line(message);
            if (line.size() >= MOST_EVENTS) {
                line.removeFirst();
                dropped++;
            }
            line.addLast(new Waiting(message, clock.monotonicMillis()));
        }
        notifyAll();
    }

    private Deque<Waiting> line(MqttMessage message) {
        return message.topic().equals(all) ? toAll : toSome;
    }

    private boolean tooLong(MqttMessage message) {
        int most = MOST_BYTES;
        boolean is = message.payload().length() > most / 3 && message.bytes().length > most;
        if (is && tooLong.add(message.topic())) {
            LOG.warn(
                    "What is told on {} is longer than {} bytes and stays here",
                    message.topic(),
                    most);
        }
        return is;
    }

    /** Events are not kept while nobody shall be told. */
    public synchronized void deaf(boolean now) {
        deaf = now;
        if (now) {
            toAll.clear();
            toSome.clear();
        }
    }

    /** Waits until there is something to tell, and no longer than that. */
    public synchronized void await(Duration most) throws InterruptedException {
        if (waiting() == 0) {
            wait(most.toMillis());
        }
    }

    /** Wakes who waits. */
    public synchronized void wake() {
        notifyAll();
    }

    /**
     * What to tell next, states before events; null when there is nothing. It is asked for again
     * after {@link #told} or {@link #failed}.
     */
    public synchronized MqttMessage next() {
        forgetOld();
        Iterator<String> states = untold.iterator();
        if (states.hasNext()) {
            String topic = states.next();
            states.remove();
            underWay = new Waiting(new MqttMessage(topic, true, retained.get(topic)), 0);
        } else {
            underWay = toAll.isEmpty() ? toSome.pollFirst() : toAll.pollFirst();
        }
        return underWay == null ? null : underWay.message();
    }

    private void forgetOld() {
        long oldest = clock.monotonicMillis() - EVENTS_WAIT.toMillis();
        for (Deque<Waiting> line : List.of(toAll, toSome)) {
            while (!line.isEmpty() && line.peekFirst().sinceMillis() < oldest) {
                line.removeFirst();
                dropped++;
            }
        }
    }

    /** The broker has what {@link #next} gave, or will never take it. */
    public synchronized void told() {
        MqttMessage message = underWay.message();
        underWay = null;
        if (message.retained() && message.payload().isEmpty()) {
            retained.remove(message.topic(), "");
        }
    }

    /** The broker has not got what {@link #next} gave: a state comes again as it is then. */
    public synchronized void failed() {
        MqttMessage message = underWay.message();
        if (message.retained()) {
            if (retained.containsKey(message.topic())) {
                untold.add(message.topic());
            }
        } else if (line(message).size() < MOST_EVENTS) {
            line(message).addFirst(underWay);
        } else {
            dropped++;
        }
        underWay = null;
    }

    /**
     * The broker may have lost everything: all that is retained is told again, first that the
     * bridge is there, then what goes, then who is there, then the rest.
     */
    public synchronized void again() {
        untold.clear();
        retained.entrySet().stream()
                .sorted(Comparator.comparingInt(this::rank))
                .forEach(entry -> untold.add(entry.getKey()));
    }

    private int rank(Map.Entry<String, String> state) {
        if (state.getKey().equals(bridge)) {
            return 0;
        }
        return state.getValue().isEmpty() ? 1 : state.getKey().endsWith("/availability") ? 2 : 3;
    }

    /** Forgets every state; whoever tells them tells them anew. */
    public synchronized void forgetStates() {
        retained.clear();
        untold.clear();
    }

    /** The topics that are told or about to be. */
    public synchronized Set<String> retained() {
        return Set.copyOf(retained.keySet());
    }

    /** Messages that wait. */
    public synchronized int waiting() {
        forgetOld();
        return untold.size() + events();
    }

    /** What was given up since the start. */
    public synchronized long dropped() {
        forgetOld();
        return dropped;
    }

    /** As it is measured. */
    public QueueFigure figure() {
        return new QueueFigure("mqtt", 2 * MOST_EVENTS, this::events, this::dropped);
    }

    private synchronized int events() {
        return toAll.size() + toSome.size();
    }
}
