package io.github.walnut.policy;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Condition.Result;
import io.github.walnut.policy.Condition.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Checks conditions of the scope {@code vm}: the targets that the policy would act on now. */
final class TargetConditions {
    private static final Duration MAX_AGE = Duration.ofSeconds(300);
    private static final String HOST = "host";

    /**
     * @param readAt null when its kind was never read on its host
     */
    private record Seen(Target target, Instant readAt) {}

    Result check(Condition condition, Policy policy, Inventory inventory, Instant at) {
        PolicyTargets targets = new PolicyTargets(inventory);
        Map<String, Seen> found = new LinkedHashMap<>();
        boolean unread = false;
        Instant oldest = at;
        for (Policy.Action action : targets.actions(policy)) {
            if (condition.host() != null && !condition.host().equals(action.hostId())) {
                continue;
            }
            Instant readAt = readAt(inventory, action, at);
            unread |= readAt == null;
            oldest = readAt != null && readAt.isBefore(oldest) ? readAt : oldest;
            for (Target target : targets.of(action)) {
                found.put(target.hostId() + "/" + target.id(), new Seen(target, readAt));
            }
        }
        Double seconds = unread ? null : Duration.between(oldest, at).toMillis() / 1000.0;
        return condition.field().equals("count_matching")
                ? count(condition, found.size(), unread || old(condition, oldest, at), seconds)
                : states(condition, found.values(), at, seconds);
    }

    /** That a host is its own target is always known. */
    private static Instant readAt(Inventory inventory, Policy.Action action, Instant at) {
        return action.targetType().equals(HOST)
                ? at
                : inventory.readAt(action.hostId(), action.targetType()).orElse(null);
    }

    private static boolean old(Condition condition, Instant readAt, Instant at) {
        Duration limit = condition.maxAge() == null ? MAX_AGE : condition.maxAge();
        return readAt == null || Duration.between(readAt, at).compareTo(limit) > 0;
    }

    private static Result count(Condition condition, int count, boolean unknown, Double seconds) {
        Verdict verdict = unknown ? Verdict.UNKNOWN : Comparison.of(condition, count);
        return new Result(condition.pointer(), count, seconds, verdict);
    }

    private static Result states(
            Condition condition, Collection<Seen> found, Instant at, Double seconds) {
        Map<String, Integer> counts = new TreeMap<>();
        found.forEach(seen -> counts.merge(seen.target().status(), 1, Integer::sum));
        Collection<Verdict> verdicts =
                found.stream()
                        .map(
                                seen ->
                                        old(condition, seen.readAt(), at)
                                                ? Verdict.UNKNOWN
                                                : Comparison.ofState(
                                                        condition, seen.target().status()))
                        .toList();
        return new Result(
                condition.pointer(),
                shown(counts),
                seconds,
                condition.every() ? Comparison.every(verdicts) : Comparison.some(verdicts));
    }

    /** Such as {@code running 2, stopped 1}; null when there is no target. */
    private static String shown(Map<String, Integer> counts) {
        return counts.isEmpty()
                ? null
                : String.join(
                        ", ",
                        counts.entrySet().stream()
                                .map(count -> count.getKey() + " " + count.getValue())
                                .toList());
    }
}
