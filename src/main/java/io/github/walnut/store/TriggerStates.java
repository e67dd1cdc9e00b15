package io.github.walnut.store;

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
    private final Map<Match, Map<Slot, TriggerMemory>> waiting = new HashMap<>();

    public TriggerStates(WindowRepository windows) {
        this.windows = windows;
    }

    public List<TriggerMemory> all() {
        return windows.all();
    }

    /**
     * Writes states; one of which an older form waits for its run goes on waiting.
     *
     * @throws StoreUnavailableException when they are not written yet
     */
    public synchronized void put(List<TriggerMemory> states) {
        states.forEach(state -> place(Slot.of(state)).put(Slot.of(state), state));
        windows.put(List.copyOf(unwritten.values()));
        unwritten.clear();
    }

    private Map<Slot, TriggerMemory> place(Slot slot) {
        return waiting.values().stream()
                .filter(held -> held.containsKey(slot))
                .findFirst()
                .orElse(unwritten);
    }

    /** Keeps the states that led to a match for its run. */
    public synchronized void hold(UUID policyId, String subject, List<TriggerMemory> states) {
        Map<Slot, TriggerMemory> held =
                waiting.computeIfAbsent(
                        new Match(policyId, subject), match -> new LinkedHashMap<>());
        for (TriggerMemory state : states) {
            unwritten.remove(Slot.of(state));
            held.put(Slot.of(state), state);
        }
    }

    /** There will be no run: the match is made again after a restart. */
    public synchronized void release(UUID policyId, String subject) {
        waiting.remove(new Match(policyId, subject));
    }

    /** There will be no run, and the match is not to be made again. */
    public synchronized void settle(UUID policyId, String subject) {
        Map<Slot, TriggerMemory> held = waiting.remove(new Match(policyId, subject));
        if (held != null) {
            unwritten.putAll(held);
        }
        put(List.of());
    }

    /** What is to be written with the run. */
    synchronized List<TriggerMemory> of(Run run) {
        return nothingHeld(run)
                ? List.of()
                : List.copyOf(waiting.getOrDefault(match(run), Map.of()).values());
    }

    /** The run is written, and these with it. */
    synchronized void written(Run run, List<TriggerMemory> states) {
        if (nothingHeld(run)) {
            return;
        }
        Map<Slot, TriggerMemory> held = waiting.remove(match(run));
        if (held != null) {
            List<TriggerMemory> newer = new ArrayList<>(held.values());
            newer.removeAll(states);
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
