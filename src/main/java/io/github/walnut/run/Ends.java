package io.github.walnut.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ways in which a step ends. */
final class Ends {

    private static final int EVIDENCE_ITEMS = 20;

    private Ends() {}

    static Move skipped(Step step, Progress progress, String reason, Instant now) {
        return ended(new StepDraft(step), StepState.SKIPPED, reason, progress, now);
    }

    static Move failed(Step step, Progress progress, String reason, Instant now) {
        return ended(new StepDraft(step), StepState.FAILED, reason, progress, now);
    }

    static Move timedOut(Step step, Progress progress, String reason, Instant now) {
        return ended(new StepDraft(step), StepState.TIMED_OUT, reason, progress, now);
    }

    /** Nobody will ever know whether it was carried out. */
    static Move unknown(Step step, Progress progress, Instant now) {
        return ended(new StepDraft(step), StepState.UNKNOWN, Reasons.IN_DOUBT, progress, now)
                .raising(Alarm.IN_DOUBT);
    }

    static Move confirmed(Step step, Progress progress, DriverResult result, Instant now) {
        StepDraft draft =
                new StepDraft(step)
                        .stateAfter(result.status())
                        .evidence(withEvidence(step, evidence(result, now)));
        return ended(draft, StepState.CONFIRMED, null, progress, now);
    }

    /** By the answer that stands in the journal already. */
    static Move confirmedByAnswer(Step step, Progress progress, Instant now) {
        return ended(new StepDraft(step), StepState.CONFIRMED, null, progress, now);
    }

    /** As the equal order of another run ended. */
    static Move like(Step step, Step twin, Progress progress, Instant now) {
        StepDraft draft =
                new StepDraft(step)
                        .stateBefore(twin.stateBefore())
                        .stateAfter(twin.stateAfter())
                        .evidence(twin.evidence());
        String reason = twin.reason() == null ? Reasons.SUPPRESSED_IDEMPOTENT : twin.reason();
        return ended(draft, twin.state(), reason, progress, now);
    }

    /** What the driver names, else what it read. */
    static List<Map<String, Object>> evidence(DriverResult result, Instant now) {
        if (!result.evidence().items().isEmpty()) {
            return result.evidence().items();
        }
        return result.status() == null ? List.of() : List.of(item("state", result.status(), now));
    }

    /** The latest of it, with these. */
    static List<Map<String, Object>> withEvidence(Step step, List<Map<String, Object>> more) {
        List<Map<String, Object>> all = new ArrayList<>(step.evidence());
        all.addAll(more);
        return all.subList(Math.max(0, all.size() - EVIDENCE_ITEMS), all.size());
    }

    static Map<String, Object> item(String kind, String value, Instant at) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("kind", kind);
        item.put("value", value);
        item.put("at", at.toString());
        return item;
    }

    private static Move ended(
            StepDraft draft, StepState state, String reason, Progress progress, Instant now) {
        Step step = draft.state(state).reason(reason).endedAt(now).done();
        return Move.to(step, progress.doing(Progress.Doing.NOTHING));
    }
}
