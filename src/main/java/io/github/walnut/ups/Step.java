package io.github.walnut.ups;

import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsFacts.PowerSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One poll or tick of one UPS being digested: what was, what is becoming, and what it leads to. */
final class Step {

    static final String REPORTED = "reported";
    static final String LAST_KNOWN = "last_known";
    static final String DEDUCED = "deduced";

    final UpsConfig config;
    final Instant now;
    final UpsFacts before;
    final Scratch memory;
    final Map<UpsState, Holding> states = new EnumMap<>(UpsState.class);
    final List<Draft> drafts = new ArrayList<>();
    final List<Outage> outages = new ArrayList<>();

    /** The good poll with what the last full poll told beside it; null when there was none. */
    Sample sample;

    /** The good poll as it came; null when there was none. */
    Sample raw;

    /** The first good poll since this monitor was built from the store. */
    boolean restored;

    Outage outage;
    String cause;
    PowerSource powerSource;

    /** A test explains OB, LB and DISCHRG. */
    boolean excusing;

    /** What nobody saw between this poll and the complete one before. */
    final Duration unobserved;

    private Instant due;

    Step(UpsFacts before, MonitorMemory memory, Outage outage, UpsConfig config, Instant now) {
        this.before = before;
        this.memory = new Scratch(memory);
        this.outage = outage;
        this.config = config;
        this.now = now;
        this.cause = before.cause();
        this.powerSource = before.powerSource();
        this.unobserved = Duration.ofMillis(memory.unobservedMillis());
        this.states.putAll(before.states());
    }

    /** A good poll came, so that counters of polls advance. */
    boolean polled() {
        return raw != null;
    }

    boolean first() {
        return polled() && before.last() == null;
    }

    /** The newest known sample: this one, else the last, else null. */
    Sample latest() {
        return sample != null ? sample : before.last();
    }

    boolean reports(UpsState state) {
        return latest() != null && latest().has(state);
    }

    Set<String> flagsBefore() {
        return before.last() == null ? Set.of() : before.last().flags();
    }

    Set<String> flagsNow() {
        return latest() == null ? Set.of() : latest().flags();
    }

    boolean has(UpsState state) {
        return states.containsKey(state);
    }

    boolean holds(UpsState state) {
        return states.containsKey(state) && !states.get(state).excused();
    }

    Holding enter(UpsState state, Instant since, boolean excused, String source) {
        boolean initial = since.equals(memory.firstGoodAt) && !state.derived();
        Holding holding = new Holding(since, nextEpoch(state.name()), excused, source, initial);
        states.put(state, holding);
        return holding;
    }

    long nextEpoch(String key) {
        return memory.epochs.merge(key, 1L, Long::sum);
    }

    long epoch(String key) {
        return memory.epochs.getOrDefault(key, 0L);
    }

    void raise(Draft draft) {
        drafts.add(draft);
    }

    /**
     * When something that differs from the facts began to differ, once that was long enough ago.
     *
     * @param announced what the facts say
     */
    Optional<Instant> settled(String key, boolean is, boolean announced, Duration patience) {
        if (is == announced) {
            memory.pending.remove(key);
            return Optional.empty();
        }
        Instant since = memory.pending.computeIfAbsent(key, ignored -> now);
        if (!reached(since.plus(patience))) {
            return Optional.empty();
        }
        memory.pending.remove(key);
        return Optional.of(since);
    }

    /**
     * Whether a moment has come; if not, the monitor wants to be woken then. No window ends over a
     * standstill before a fresh complete poll.
     */
    boolean reached(Instant moment) {
        return !memory.interrupted && passed(moment);
    }

    /** As {@link #reached}, for what counts from the end of a standstill itself. */
    boolean passed(Instant moment) {
        if (!now.isBefore(moment)) {
            return true;
        }
        if (due == null || moment.isBefore(due)) {
            due = moment;
        }
        return false;
    }

    Instant due() {
        return due;
    }

    boolean reachable() {
        return latest() != null && memory.badSince == null && !memory.interrupted;
    }
}
