package io.github.walnut.run;

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

    public boolean terminal() {
        return this == CONFIRMED || this == FAILED || this == TIMED_OUT || this == SKIPPED;
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
