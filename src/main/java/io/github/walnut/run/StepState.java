package io.github.walnut.run;

import java.util.EnumSet;
import java.util.Set;

/** Where a step stands in the journal. */
public enum StepState {
    PLANNED,
    INTENT,
    SENT,
    ACCEPTED,
    UNKNOWN,
    CONFIRMED,
    FAILED,
    TIMED_OUT,
    SKIPPED;

    /**
     * What the journal may show after this state, beside the state itself. A step that sends no
     * order, in a dry run or as the twin of another one, goes from planned to its end at once. What
     * comes within a moment of the order, its answer or the next attempt, is written together with
     * its leaving, so it may follow the intent.
     */
    public Set<StepState> next() {
        return switch (this) {
            case PLANNED -> EnumSet.of(INTENT, SKIPPED, FAILED, TIMED_OUT);
            case INTENT -> EnumSet.of(SENT, ACCEPTED, FAILED, UNKNOWN, CONFIRMED, TIMED_OUT);
            case SENT -> EnumSet.of(ACCEPTED, FAILED, INTENT, UNKNOWN, CONFIRMED, TIMED_OUT);
            case ACCEPTED -> EnumSet.of(CONFIRMED, INTENT, FAILED, TIMED_OUT);
            case UNKNOWN -> EnumSet.of(CONFIRMED, INTENT, FAILED, ACCEPTED, TIMED_OUT);
            case CONFIRMED, FAILED, TIMED_OUT, SKIPPED -> EnumSet.noneOf(StepState.class);
        };
    }

    public boolean terminal() {
        return this == CONFIRMED || this == FAILED || this == TIMED_OUT || this == SKIPPED;
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
