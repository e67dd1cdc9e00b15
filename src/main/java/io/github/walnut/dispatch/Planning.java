package io.github.walnut.dispatch;

import io.github.walnut.policy.Policy;
import io.github.walnut.run.HostReading;
import io.github.walnut.run.NewRun;
import io.github.walnut.run.PlanBasis;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Runs of which not every host has told its targets. A plan waits a moment for all of them; after
 * that the hosts that have told theirs go ahead, and each of the others joins when it has, or when
 * its time is over. Its caller sees to it that one thread at a time is here.
 */
final class Planning {

    private final Map<UUID, PlanDraft> drafts = new LinkedHashMap<>();
    private final NewRun newRun;
    private final TargetReadings readings;
    private final BiConsumer<Run, List<String>> remarks;
    private final Function<RunBook, Optional<String>> comparison;

    /**
     * @param comparison of a plan with the time that there is for it; a remark when it is short
     * @param remarks hears what the planner says of a run
     */
    Planning(
            NewRun newRun,
            TargetReadings readings,
            Function<RunBook, Optional<String>> comparison,
            BiConsumer<Run, List<String>> remarks) {
        this.newRun = newRun;
        this.comparison = comparison;
        this.readings = readings;
        this.remarks = remarks;
    }

    /** Plans the run now if everything is known, else as soon as it is. */
    void begin(RunBook book, Policy policy, Instant now) {
        draft(book, policy, now);
        advance(now);
    }

    /** Goes on with a run that the journal holds: with hosts that were missing when it ended. */
    void resume(RunBook book, Policy policy, Instant now) {
        Run run = book.run();
        if (NewRun.planning(run)) {
            newRun.await(book, policy, PlanBasis.complete(List.of()));
            begin(book, policy, now);
        } else if (run.kind() == Run.Kind.EVENT || run.kind() == Run.Kind.MANUAL) {
            PlanDraft draft = new PlanDraft(book, policy, newRun.needs(policy), now);
            run.inventory().forEach(draft::heard);
            draft.planned();
            newRun.await(book, policy, draft.basis());
            drafts.put(run.id(), draft);
        }
    }

    private void draft(RunBook book, Policy policy, Instant now) {
        PlanDraft draft = new PlanDraft(book, policy, newRun.needs(policy), now);
        draft.missing()
                .forEach((host, types) -> readings.fresh(host, types).ifPresent(draft::heard));
        drafts.put(book.run().id(), draft);
    }

    /** The hosts of a run that have to be asked. */
    Map<String, Set<String>> missing(UUID runId) {
        PlanDraft draft = drafts.get(runId);
        return draft == null ? Map.of() : draft.missing();
    }

    void heard(UUID runId, HostReading reading) {
        PlanDraft draft = drafts.get(runId);
        if (draft != null) {
            draft.heard(reading);
        }
    }

    /** Plans what can be planned by now. */
    void advance(Instant now) {
        for (PlanDraft draft : List.copyOf(drafts.values())) {
            if (draft.wants(newRun, now)) {
                List<String> notes =
                        new ArrayList<>(
                                newRun.plan(draft.book(), draft.policy(), draft.basis(), now));
                comparison.apply(draft.book()).ifPresent(notes::add);
                draft.planned();
                tell(draft, notes);
            }
        }
        drafts.values().removeIf(PlanDraft::over);
    }

    private void tell(PlanDraft draft, List<String> notes) {
        List<String> fresh = draft.untold(notes);
        if (!fresh.isEmpty()) {
            remarks.accept(draft.book().run(), fresh);
        }
    }

    Optional<Instant> nextWake(Instant now) {
        return drafts.values().stream()
                .map(PlanDraft::patientUntil)
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }
}
