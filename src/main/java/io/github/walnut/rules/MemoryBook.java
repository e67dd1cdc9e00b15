package io.github.walnut.rules;

import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.rules.Reading.Slot;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What was remembered before, and what has to be stored now. */
final class MemoryBook {
    private record Key(UUID policyId, int index, String subject) {}

    private final Map<Key, TriggerMemory> restored = new HashMap<>();
    private Map<Key, TriggerMemory> changes = new LinkedHashMap<>();

    void restore(Collection<TriggerMemory> memories) {
        memories.forEach(memory -> restored.put(key(memory), memory));
    }

    /** Keeps what a watch knows for the one that takes its place. */
    void keep(Watch watch) {
        for (int i = 0; i < watch.size(); i++) {
            TriggerMemory memory = memory(watch, i);
            restored.put(key(memory), memory);
        }
    }

    /** Hands out a memory once, if the policy still behaves as it did then. */
    Optional<TriggerMemory> recall(Watch watch, Slot slot) {
        return restored.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(
                                restored.remove(
                                        new Key(
                                                watch.policyId(),
                                                slot.index(),
                                                watch.subjectOf(slot))))
                        .filter(
                                memory ->
                                        Objects.equals(
                                                memory.behaviourHash(),
                                                watch.stored().behaviourHash()));
    }

    void remember(Watch watch, int i) {
        TriggerMemory memory = memory(watch, i);
        changes.put(key(memory), memory);
    }

    void remember(Watch watch) {
        for (int i = 0; i < watch.size(); i++) {
            remember(watch, i);
        }
    }

    /** What a policy that is gone remembered need not be stored any more. */
    void forget(UUID policyId) {
        changes.keySet().removeIf(key -> key.policyId().equals(policyId));
    }

    /** The policy looks at everything anew. */
    void drop(UUID policyId) {
        if (!restored.isEmpty()) {
            restored.keySet().removeIf(key -> key.policyId().equals(policyId));
        }
    }

    List<TriggerMemory> takeChanges() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<TriggerMemory> taken = List.copyOf(changes.values());
        changes = new LinkedHashMap<>(); // a cleared one stays as wide as the first look made it
        return taken;
    }

    static TriggerMemory memory(Watch watch, int i) {
        Slot slot = watch.slot(i);
        return new TriggerMemory(
                watch.policyId(),
                watch.stored().behaviourHash(),
                slot.index(),
                watch.subjectOf(slot),
                watch.progress(i),
                watch.owes(slot.index()));
    }

    private static Key key(TriggerMemory memory) {
        return new Key(memory.policyId(), memory.index(), memory.upsId());
    }
}
