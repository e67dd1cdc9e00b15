package io.github.walnut.run;

/** Where a run stands in the journal. */
public enum RunState {
    ACCEPTED,
    SUPPRESSED,
    RUNNING,
    HELD,
    COMMITTED,
    FINISHING,
    DONE,
    CANCELLED;

    public boolean terminal() {
        return this == SUPPRESSED || this == DONE || this == CANCELLED;
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
