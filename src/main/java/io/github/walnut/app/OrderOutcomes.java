package io.github.walnut.app;

import io.github.walnut.inventory.Target;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The status in which confirmed orders of walNUT left their targets. It counts until the host is
 * read again: a reading that began before the confirmation may not know of it.
 */
final class OrderOutcomes {

    private static final Set<String> ACTIVE_BY_STATUS = Set.of("vm", "container", "outlet");
    private static final Set<String> ACTIVE = Set.of("running", "paused", "on");

    private record Outcome(String status, Instant at) {}

    /** By host, then by target. */
    private final Map<String, Map<String, Outcome>> outcomes = new ConcurrentHashMap<>();

    void confirmed(String hostId, String targetId, String status, Instant at) {
        outcomes.computeIfAbsent(hostId, id -> new ConcurrentHashMap<>())
                .put(targetId, new Outcome(status, at));
    }

    /**
     * @param begun when the latest reading of each type of targets began
     */
    Map<String, List<Target>> on(
            String hostId, Map<String, List<Target>> byType, Map<String, Instant> begun) {
        Map<String, Outcome> known = outcomes.get(hostId);
        if (known == null) {
            return byType;
        }
        Map<String, List<Target>> after = new LinkedHashMap<>();
        byType.forEach(
                (type, targets) -> {
                    Instant read = begun.getOrDefault(type, Instant.MIN);
                    after.put(type, targets.stream().map(t -> on(known, t, read)).toList());
                });
        return after;
    }

    private static Target on(Map<String, Outcome> known, Target target, Instant read) {
        Outcome outcome = known.get(target.id());
        if (outcome != null && read.isAfter(outcome.at())) {
            known.remove(target.id(), outcome);
            return target;
        }
        return outcome == null ? target : with(target, outcome.status());
    }

    private static Target with(Target target, String status) {
        return new Target(
                target.hostId(),
                target.type(),
                target.externalId(),
                target.name(),
                status,
                target.attrs(),
                target.labels(),
                ACTIVE_BY_STATUS.contains(target.type())
                        ? ACTIVE.contains(status)
                        : target.active(),
                target.guarded(),
                target.self());
    }
}
