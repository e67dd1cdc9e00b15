package io.github.walnut.dispatch;

import io.github.walnut.policy.Policy;
import io.github.walnut.run.HostReading;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.PlanBasis;
import io.github.walnut.run.RunBook;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is known so far of the hosts of one run. */
final class PlanDraft {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Map<String, HostReading> in = new TreeMap<>();
    private final Set<String> told = new HashSet<>();
    private final RunBook book;
    private final Policy policy;
    private final Map<String, Set<String>> missing;
    private final Instant patientUntil;
    private boolean news = true;

    /**
     * @param needs the target types of each host whose targets have to be known
     */
    PlanDraft(RunBook book, Policy policy, Map<String, Set<String>> needs, Instant now) {
        this.book = book;
        this.policy = policy;
        this.missing = new LinkedHashMap<>(needs);
        this.patientUntil = now.plus(PATIENCE);
    }

    RunBook book() {
        return book;
    }

    Policy policy() {
        return policy;
    }

    Instant patientUntil() {
        return patientUntil;
    }

    Map<String, Set<String>> missing() {
        return Map.copyOf(missing);
    }

    PlanBasis basis() {
        return new PlanBasis(List.copyOf(in.values()), missing.keySet());
    }

    /** A stale reading changes nothing where something better is known. */
    void heard(HostReading reading) {
        HostReading before = in.get(reading.hostId());
        if (before == null || before.stale() && !reading.stale()) {
            in.put(reading.hostId(), reading);
            missing.remove(reading.hostId());
            news = true;
        }
    }

    /** There is something to plan, and the hosts that are missing were waited for long enough. */
    boolean wants(NewRun newRun, Instant now) {
        if (!news || book.run().state().terminal()) {
            return false;
        }
        return missing.isEmpty()
                || !NewRun.planning(book.run())
                || !now.isBefore(patientUntil) && newRun.plansSome(policy, basis());
    }

    void planned() {
        news = false;
    }

    /** Of these remarks, those that nobody was told yet. */
    List<String> untold(List<String> notes) {
        return notes.stream().filter(told::add).toList();
    }

    /** Nothing that a host may still tell could change the plan. */
    boolean over() {
        return book.run().state().terminal()
                || !news && missing.isEmpty() && in.values().stream().noneMatch(HostReading::stale);
    }
}
