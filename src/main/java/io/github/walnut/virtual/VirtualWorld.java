package io.github.walnut.virtual;

import io.github.walnut.dispatch.CallRunner;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.Drivers;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Targets that keep a state of their own, and everything that was ever said to them. */
public final class VirtualWorld implements CallRunner, Drivers {

    /** How long it takes to find out that nobody is there. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /** An order that a target has carried out. */
    public record Deed(Instant at, String hostId, String targetId, String verb) {}

    private final Clock clock;
    private final VirtualTime time;
    private final Map<String, VirtualTarget> targets = new HashMap<>();
    private final Map<String, Deque<Behaviour>> moods = new HashMap<>();
    private final Map<String, HostFault> faults = new HashMap<>();
    private final Map<String, Integer> inFlight = new HashMap<>();
    private final List<DriverCall> heard = new ArrayList<>();
    private final List<Deed> deeds = new ArrayList<>();
    private Chance chance = new Chance(0);
    private Consumer<DriverCall> watch = call -> {};
    private Duration latency = Duration.ofMillis(50);
    private boolean effectOnArrival = true;
    private int most;
    private int mostPerHost;

    public VirtualWorld(VirtualTime time) {
        this.clock = time;
        this.time = time;
    }

    /** For real threads: only {@link #call} works. */
    public VirtualWorld(Clock clock) {
        this.clock = clock;
        this.time = null;
    }

    public VirtualTarget put(String hostId, String targetId, String status) {
        VirtualTarget target = new VirtualTarget(status);
        targets.put(hostId + "/" + targetId, target);
        return target;
    }

    /** By {@code host/target}; null when there is none. */
    public VirtualTarget target(String path) {
        return targets.get(path);
    }

    public VirtualWorld latency(Duration value) {
        latency = value;
        return this;
    }

    public VirtualWorld chance(Chance value) {
        chance = value;
        return this;
    }

    /** Hears every call at the moment at which it reaches its host. */
    public VirtualWorld watch(Consumer<DriverCall> value) {
        watch = value;
        return this;
    }

    /** Whether an order works at once when it is sent, or only together with the answer. */
    public VirtualWorld effectOnArrival(boolean value) {
        effectOnArrival = value;
        return this;
    }

    /** The next answers of a target in one mode; after them it behaves as it always does. */
    public void mood(String hostId, String targetId, DriverCall.Mode mode, Behaviour... next) {
        moods.computeIfAbsent(mode + " " + hostId + "/" + targetId, k -> new ArrayDeque<>())
                .addAll(List.of(next));
    }

    public void fault(String hostId, HostFault fault) {
        faults.put(hostId, fault);
    }

    public void well(String hostId) {
        faults.remove(hostId);
    }

    public String status(String hostId, String targetId) {
        return targets.get(hostId + "/" + targetId).status(clock.now());
    }

    public synchronized List<Deed> deeds() {
        return List.copyOf(deeds);
    }

    public synchronized List<DriverCall> heard(DriverCall.Mode mode) {
        return heard.stream().filter(call -> call.mode() == mode).toList();
    }

    /** Orders in flight at the same moment. */
    public synchronized int mostOrders() {
        return most;
    }

    public synchronized int mostOrdersOnOneHost() {
        return mostPerHost;
    }

    /** Whoever called is gone, and its connections with it. */
    public synchronized void hungUp() {
        inFlight.clear();
    }

    @Override
    public void run(DriverCall call, End end) {
        arrived(call);
        Behaviour mood = mood(call);
        boolean obeys = obeys(call, mood);
        if (obeys && effectOnArrival) {
            carryOut(call);
        }
        time.after(
                patience(call, mood),
                () -> {
                    if (obeys && !effectOnArrival) {
                        carryOut(call);
                    }
                    left(call);
                    end.ended(answer(call, mood));
                });
    }

    private Duration patience(DriverCall call, Behaviour mood) {
        Duration limit = Duration.ofMillis(call.deadlineMillis());
        if (mood instanceof Behaviour.Silent) {
            return limit;
        }
        HostFault fault = faults.get(call.host().id());
        if (fault instanceof HostFault.Down) {
            return limit.compareTo(CONNECT_LIMIT) < 0 ? limit : CONNECT_LIMIT;
        }
        return fault instanceof HostFault.Slow slow ? latency.plus(slow.by()) : latency;
    }

    @Override
    public DriverResult call(DriverCall call) {
        arrived(call);
        try {
            Behaviour mood = mood(call);
            if (obeys(call, mood)) {
                carryOut(call);
            }
            return answer(call, mood);
        } finally {
            left(call);
        }
    }

    private synchronized Behaviour mood(DriverCall call) {
        Deque<Behaviour> next = moods.get(call.mode() + " " + key(call));
        if (next != null && !next.isEmpty()) {
            return next.poll();
        }
        HostFault fault = faults.get(call.host().id());
        if (fault instanceof HostFault.Down) {
            return new Behaviour.Refusing(ErrorClass.UNREACHABLE);
        }
        if (fault instanceof HostFault.Slow slow
                && latency.plus(slow.by()).toMillis() > call.deadlineMillis()) {
            return new Behaviour.Silent(true);
        }
        if (call.mode() != DriverCall.Mode.EXECUTE) {
            return new Behaviour.Willing();
        }
        return fault instanceof HostFault.Refusing refusing
                ? new Behaviour.Refusing(refusing.why())
                : asAlways(call);
    }

    private Behaviour asAlways(DriverCall call) {
        VirtualTarget target = targets.get(key(call));
        if (target == null) {
            return new Behaviour.Willing();
        }
        Conduct conduct = target.conduct();
        String order = key(call) + " " + call.verb() + " " + target.count();
        if (conduct.refuses() != null) {
            return new Behaviour.Refusing(conduct.refuses());
        }
        if (conduct.hangs()) {
            return new Behaviour.Silent(false);
        }
        if (conduct.fails() > 0 && chance.roll(order + " fails") < conduct.fails()) {
            return new Behaviour.Refusing(ErrorClass.UNAVAILABLE);
        }
        return conduct.lies() > 0 && chance.roll(order + " lies") < conduct.lies()
                ? new Behaviour.Lying()
                : new Behaviour.Willing();
    }

    private static boolean obeys(DriverCall call, Behaviour mood) {
        return call.mode() == DriverCall.Mode.EXECUTE
                && (mood instanceof Behaviour.Willing
                        || mood instanceof Behaviour.Silent silent && silent.obeys());
    }

    private synchronized void carryOut(DriverCall call) {
        deeds.add(new Deed(clock.now(), call.host().id(), call.target().id(), call.verb()));
        VirtualTarget target = targets.get(key(call));
        String wanted = VirtualVerbs.wanted(call);
        if (wanted != null && target != null) {
            double place = chance.roll(key(call) + " " + call.verb() + " takes");
            target.begin(wanted, clock.now(), target.conduct().takes(call.verb()).at(place));
        }
    }

    private synchronized DriverResult answer(DriverCall call, Behaviour mood) {
        if (mood instanceof Behaviour.Refusing refusing) {
            return Answers.failed(call, refusing.why(), false);
        }
        if (mood instanceof Behaviour.Silent) {
            return Answers.failed(call, ErrorClass.TIMEOUT, true);
        }
        VirtualTarget target = targets.get(key(call));
        String status = target == null ? null : target.status(clock.now());
        String wanted = VirtualVerbs.wanted(call);
        boolean order = call.mode() == DriverCall.Mode.EXECUTE;
        return Answers.ok(
                call, order ? null : status, order && wanted != null ? List.of(wanted) : List.of());
    }

    private synchronized void arrived(DriverCall call) {
        heard.add(call);
        watch.accept(call);
        if (call.mode() == DriverCall.Mode.EXECUTE) {
            mostPerHost = Math.max(mostPerHost, inFlight.merge(call.host().id(), 1, Integer::sum));
            most = Math.max(most, inFlight.values().stream().mapToInt(Integer::intValue).sum());
        }
    }

    private synchronized void left(DriverCall call) {
        if (call.mode() == DriverCall.Mode.EXECUTE) {
            inFlight.merge(call.host().id(), -1, Integer::sum);
        }
    }

    private static String key(DriverCall call) {
        return call.host().id() + "/" + call.target().id();
    }
}
