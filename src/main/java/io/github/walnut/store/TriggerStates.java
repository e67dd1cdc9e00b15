package io.github.walnut.store;

import io.github.walnut.policy.Decision;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How far triggers are, on the way to the store. The states that led to a match wait for its run
 * and are written in the transaction of the run: whenever the program dies, it either finds both
 * after its restart, or makes the match again. What the store did not take is kept and written with
 * the next change.
 */
public final class TriggerStates {

    private record Slot(UUID policyId, int index, String upsId) {

        static Slot of(TriggerMemory state) {
            return new Slot(state.policyId(), state.index(), state.upsId());
        }
    }

    private record Match(UUID policyId, String subject) {}

    private final WindowRepository windows;
    private final Map<Slot, TriggerMemory> unwritten = new LinkedHashMap<>();
    private final Map<Match, Held> waiting = new HashMap<>();

    /** What waits for the run of a match: the decision, and the states that led to it. */
    private record Held(Decision decision, Map<Slot, TriggerMemory> states) {}

    public TriggerStates(WindowRepository windows) {
        this.windows = windows;
    }

    public List<TriggerMemory> all() {
        return windows.all();
    }

    /**
     * Writes states; one of which an older form waits for its run goes on waiting.
     *
     * @throws StoreUnavailableException when they are neither written nor in the emergency journal
     */
    public synchronized void put(List<TriggerMemory> states) {
        states.forEach(state -> place(Slot.of(state)).put(Slot.of(state), state));
        List<TriggerMemory> all = List.copyOf(unwritten.values());
        try {
            windows.put(all);
        } catch (StoreUnavailableException e) {
            if (!windows.keep(all)) {
                throw e;
            }
        }
        unwritten.clear();
    }

    private Map<Slot, TriggerMemory> place(Slot slot) {
        return waiting.values().stream()
                .map(Held::states)
                .filter(held -> held.containsKey(slot))
                .findFirst()
                .orElse(unwritten);
    }

    /** Keeps a match and the states that led to it for its run. */
    public synchronized void hold(Decision decision, List<TriggerMemory> states) {
        Match match = new Match(decision.policyId(), decision.subject());
        Held before = waiting.get(match);
        Held held = new Held(decision, before == null ? new LinkedHashMap<>() : before.states());
        waiting.put(match, held);
        for (TriggerMemory state : states) {
            unwritten.remove(Slot.of(state));
            held.states().put(Slot.of(state), state);
        }
    }

    /** There will be no run: the match is made again after a restart. */
    public synchronized void release(UUID policyId, String subject) {
        waiting.remove(new Match(policyId, subject));
    }

    /** There will be no run, and the match is not to be made again. */
    public synchronized void settle(UUID policyId, String subject) {
        Held held = waiting.remove(new Match(policyId, subject));
        if (held != null) {
            unwritten.putAll(held.states());
        }
        put(List.of());
    }

    /**
     * What is to be written with a run.
     *
     * @param decision that became the run, or null
     */
    record Cause(Decision decision, List<TriggerMemory> states) {
        static final Cause NONE = new Cause(null, List.of());
    }

    synchronized Cause of(Run run) {
        Held held = nothingHeld(run) ? null : waiting.get(match(run));
        return held == null
                ? Cause.NONE
                : new Cause(held.decision().ran(run.id()), List.copyOf(held.states().values()));
    }

    /** The run is written, and this with it. */
    synchronized void written(Run run, Cause cause) {
        if (nothingHeld(run)) {
            return;
        }
        Held held = waiting.remove(match(run));
        if (held != null) {
            List<TriggerMemory> newer = new ArrayList<>(held.states().values());
            newer.removeAll(cause.states());
            newer.forEach(state -> unwritten.put(Slot.of(state), state));
        }
    }

    /** What a match keeps waits for the run of that match, and for no other of its policy. */
    private static boolean nothingHeld(Run run) {
        return run.state() == RunState.SUPPRESSED || run.kind() != Run.Kind.EVENT;
    }

    private static Match match(Run run) {
        return new Match(run.policyId(), run.upsId());
    }
}
