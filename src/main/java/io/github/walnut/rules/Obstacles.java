package io.github.walnut.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What holds matches back: suppression windows and unfinished runs, as they were reported. A policy
 * over several UPSs at once has one lane, whichever UPS its runs were about.
 */
final class Obstacles {
    private record Key(UUID policyId, String subject, String mode) {}

    private final Map<Key, Instant> windows = new HashMap<>();
    private final Map<Key, String> runs = new HashMap<>();

    void suppress(UUID policyId, String subject, String mode, Instant until) {
        windows.merge(new Key(policyId, subject, mode), until, (a, b) -> a.isAfter(b) ? a : b);
    }

    void runOpen(UUID policyId, String subject, String runId) {
        runs.put(new Key(policyId, subject, null), runId);
    }

    void runClosed(UUID policyId, String subject) {
        runs.remove(new Key(policyId, subject, null));
    }

    /** The standing facts of one policy. */
    List<Object> facts(UUID policyId, boolean joint) {
        Map<String, Suppressed> latest = new TreeMap<>();
        windows.forEach(
                (key, until) -> {
                    if (key.policyId().equals(policyId)) {
                        String lane = joint ? Watch.JOINT : key.subject();
                        latest.merge(
                                lane + " " + key.mode(),
                                new Suppressed(policyId, lane, key.mode(), until),
                                (a, b) -> a.until().isAfter(b.until()) ? a : b);
                    }
                });
        Map<String, UnderWay> open = new TreeMap<>();
        runs.forEach(
                (key, runId) -> {
                    if (key.policyId().equals(policyId)) {
                        String lane = joint ? Watch.JOINT : key.subject();
                        open.merge(
                                lane,
                                new UnderWay(policyId, lane, runId),
                                (a, b) -> a.runId().compareTo(b.runId()) <= 0 ? a : b);
                    }
                });
        List<Object> facts = new ArrayList<>(latest.values());
        facts.addAll(open.values());
        return facts;
    }

    /** The end of the window, when it is still ahead. */
    static Optional<Instant> end(List<Object> facts, String lane, Instant at) {
        return facts.stream()
                .filter(Suppressed.class::isInstance)
                .map(Suppressed.class::cast)
                .filter(window -> window.lane().equals(lane) && window.until().isAfter(at))
                .map(Suppressed::until)
                .min(Instant::compareTo);
    }

    void forgetBefore(Instant at) {
        windows.values().removeIf(until -> !until.isAfter(at));
    }
}
