package io.github.walnut.component.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * What one call to a host may do, and what it did. It travels as an exchange property, which
 * kamelets can neither read nor set. Not for use by two threads at once, save for the getters.
 */
public final class DeviceCall {

    private static final String PROPERTY = "walnut.device.call";
    private static final int MOST_WRITES = 20;

    /** A block that is timed as one step of reaching the host. */
    @FunctionalInterface
    interface Phase<T> {
        T run() throws DeviceException;
    }

    private final DeviceConnection connection;
    private final boolean executing;
    private boolean fresh;
    private final long endNanos;
    private final int replyLimit;
    private final List<Object> plan = new ArrayList<>();
    private final List<Map<String, Object>> phases = new ArrayList<>();
    private volatile boolean sent;
    private volatile boolean asked;
    private volatile String planKind = "none";
    private volatile Duration clockSkew;

    /**
     * @param executing false: writes are recorded and not sent
     * @param fresh the first request does not use a pooled connection
     * @param replyLimit bytes that one reply may have
     */
    public DeviceCall(
            DeviceConnection connection,
            boolean executing,
            boolean fresh,
            Duration limit,
            int replyLimit) {
        this.connection = connection;
        this.executing = executing;
        this.fresh = fresh;
        this.endNanos = System.nanoTime() + limit.toNanos();
        this.replyLimit = replyLimit;
    }

    public void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    static DeviceCall of(Exchange exchange) {
        DeviceCall call = exchange.getProperty(PROPERTY, DeviceCall.class);
        if (call == null) {
            throw new IllegalStateException("device: is used outside a driver call");
        }
        return call;
    }

    /** The requests that write, masked, in the order of sending. */
    public synchronized List<Object> plan() {
        return List.copyOf(plan);
    }

    /** How the requests of the plan are to be read: api, cli, snmp, message, rpc or none. */
    public String planKind() {
        return planKind;
    }

    /** A write has left, so that silence afterwards leaves doubt. */
    public boolean sent() {
        return sent;
    }

    /** Something was asked of the host that it has to answer, or that was tried. */
    public boolean asked() {
        return asked;
    }

    /** How far the clock of the host is ahead of ours, by its last answer that told; or null. */
    public Duration clockSkew() {
        return clockSkew;
    }

    void heardClock(Duration skew) {
        clockSkew = skew;
    }

    void asks() {
        asked = true;
    }

    /** Steps of reaching the host, as far as they went: step, ok, ms and what else is known. */
    public synchronized List<Map<String, Object>> phases() {
        return List.copyOf(phases);
    }

    /** Records a write; true when it may be sent. */
    synchronized boolean mayWrite(String kind, Object preview) throws DeviceException {
        if (plan.size() == MOST_WRITES) {
            throw DeviceException.of(
                    "internal",
                    "too_many_writes",
                    "The driver wanted to write more than "
                            + MOST_WRITES
                            + " requests in one call.");
        }
        plan.add(preview);
        planKind = kind;
        sent = sent || executing;
        return executing;
    }

    /** Time that is left, never more than {@code most}; throws when there is none. */
    Duration left(Duration most) throws DeviceException {
        Duration left = Duration.ofNanos(endNanos - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw DeviceException.of("timeout", "deadline", "The time for the call ran out.");
        }
        return left.compareTo(most) < 0 ? left : most;
    }

    /** A call whose caller has given up already must not send anything. */
    void requireTime() throws DeviceException {
        left(Duration.ofDays(1));
    }

    DeviceConnection connection() {
        return connection;
    }

    /** True once at most: the first request of the call must not use a pooled connection. */
    synchronized boolean takesFreshConnection() {
        boolean first = fresh;
        fresh = false;
        return first;
    }

    int replyLimit() {
        return replyLimit;
    }

    <T> T phase(String step, Map<String, Object> details, Phase<T> block) throws DeviceException {
        long start = System.nanoTime();
        try {
            T result = block.run();
            record(step, true, start, details);
            return result;
        } catch (DeviceException failure) {
            record(step, false, start, failure.details());
            throw failure;
        }
    }

    private synchronized void record(
            String step, boolean ok, long start, Map<String, Object> details) {
        Map<String, Object> phase = new LinkedHashMap<>();
        phase.put("step", step);
        phase.put("ok", ok);
        phase.put("ms", Duration.ofNanos(System.nanoTime() - start).toMillis());
        if (!details.isEmpty()) {
            phase.put("details", details);
        }
        phases.add(phase);
    }
}
