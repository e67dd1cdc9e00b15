package io.github.walnut.bench;

import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.ConditionEvaluator;
import io.github.walnut.policy.ConditionFacts;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.FactAge;
import io.github.walnut.policy.Sight;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerEvaluator;
import io.github.walnut.policy.TriggerMemory;
import io.github.walnut.policy.TriggerProgress;
import io.github.walnut.policy.TriggerState;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What deciding costs without rules: policies in a map by UPS, and a loop over those of one UPS
 * which evaluates their triggers and conditions and leaves the same records. It has no windows in
 * the queue, no suppression, no unfinished runs, and no policy that stops others.
 */
final class PlainIndex {

    private final TriggerEvaluator triggers;
    private final ConditionEvaluator conditions;
    private final Map<String, UpsFacts> facts = new HashMap<>();
    private final Map<String, List<Entry>> byUps = new HashMap<>();
    private final List<StoredPolicy> policies;
    private final List<TriggerMemory> changes = new ArrayList<>();

    /** One policy for one UPS. */
    private static final class Entry {
        private final StoredPolicy policy;
        private final TriggerProgress[] progress;

        Entry(StoredPolicy policy, TriggerProgress[] progress) {
            this.policy = policy;
            this.progress = progress;
        }
    }

    PlainIndex(List<StoredPolicy> policies) {
        FactAge age = new FactAge(Duration.ofSeconds(15));
        this.policies = policies;
        this.triggers = new TriggerEvaluator(age, ZoneOffset.UTC);
        this.conditions = new ConditionEvaluator(age);
    }

    List<Decision> decide(UpsFacts latest, Instant at) {
        facts.put(latest.upsId(), latest);
        Sight sight = new Sight(latest, Map.of(), at);
        List<Decision> decisions = new ArrayList<>();
        for (Entry entry : byUps.computeIfAbsent(latest.upsId(), id -> concerned(id, sight))) {
            decide(entry, latest, sight, decisions);
        }
        return decisions;
    }

    List<TriggerMemory> takeChanges() {
        List<TriggerMemory> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    private void decide(Entry entry, UpsFacts ups, Sight sight, List<Decision> decisions) {
        boolean changed = false;
        boolean newlyMet = false;
        Instant until = null;
        List<TriggerState> states = new ArrayList<>(entry.progress.length);
        for (int i = 0; i < entry.progress.length; i++) {
            TriggerProgress before = entry.progress[i];
            TriggerProgress now =
                    triggers.look(entry.policy.policy().triggers().get(i), before, sight);
            changed |= !now.sameStateAs(before);
            newlyMet |= now.turnedMetSince(before);
            until = now.state() == Trigger.State.PENDING ? now.dueAt() : until;
            entry.progress[i] = now;
            if (!now.equals(before)) {
                changes.add(memory(entry, i, ups));
            }
            states.add(state(i, now, ups, sight.at()));
        }
        if (changed) {
            decisions.add(decision(entry.policy, ups, sight.at(), newlyMet, until, states));
        }
    }

    private static TriggerMemory memory(Entry entry, int index, UpsFacts ups) {
        return new TriggerMemory(
                entry.policy.id(),
                entry.policy.behaviourHash(),
                index,
                ups.upsId(),
                entry.progress[index],
                false);
    }

    private static TriggerState state(int index, TriggerProgress now, UpsFacts ups, Instant at) {
        String flags =
                ups.states().keySet().stream()
                        .map(UpsState::name)
                        .sorted()
                        .collect(Collectors.joining(" "));
        double age = Duration.between(ups.lastGoodAt(), at).toMillis() / 1000.0;
        return new TriggerState(index, ups.upsId(), now.state(), now.since(), now.dueAt())
                .seen(flags, age);
    }

    private Decision decision(
            StoredPolicy policy,
            UpsFacts ups,
            Instant at,
            boolean newlyMet,
            Instant until,
            List<TriggerState> states) {
        ConditionEvaluator.Outcome outcome =
                newlyMet
                        ? conditions.evaluate(
                                policy.policy(),
                                ups.upsId(),
                                new ConditionFacts(facts, new FakeInventory(), Map.of()),
                                at)
                        : null;
        Decision.Kind waiting = until == null ? Decision.Kind.NOT_MET : Decision.Kind.PENDING;
        Decision.Kind kind =
                outcome == null
                        ? waiting
                        : outcome.holds() ? Decision.Kind.MATCHED : Decision.Kind.CONDITION_FALSE;
        return new Decision(
                policy.id(),
                ups.upsId(),
                at,
                null,
                kind,
                until,
                outcome == null ? null : outcome.pointer(),
                states,
                outcome == null ? List.of() : outcome.results(),
                ups.outageId(),
                List.of());
    }

    private List<Entry> concerned(String upsId, Sight sight) {
        List<Entry> found = new ArrayList<>();
        for (StoredPolicy policy : policies) {
            List<Trigger> all = policy.policy().triggers();
            if (all.stream().anyMatch(trigger -> trigger.ups().includes(upsId))) {
                found.add(
                        new Entry(
                                policy,
                                all.stream()
                                        .map(trigger -> triggers.begin(trigger, sight))
                                        .toArray(TriggerProgress[]::new)));
            }
        }
        found.sort(
                Comparator.comparingInt((Entry e) -> e.policy.policy().priority())
                        .thenComparing(e -> e.policy.id()));
        return found;
    }
}
