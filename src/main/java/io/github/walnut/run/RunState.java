package io.github.walnut.run;

import java.util.EnumSet;
import java.util.Set;

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

    /** What the journal may show after this state, beside the state itself. */
    public Set<RunState> next() {
        return switch (this) {
            case ACCEPTED -> EnumSet.of(RUNNING, DONE, CANCELLED);
            case RUNNING -> EnumSet.of(HELD, COMMITTED, FINISHING, DONE, CANCELLED);
            case HELD -> EnumSet.of(RUNNING, CANCELLED);
            case COMMITTED -> EnumSet.of(FINISHING, DONE);
            case FINISHING -> EnumSet.of(DONE, CANCELLED);
            case SUPPRESSED, DONE, CANCELLED -> EnumSet.noneOf(RunState.class);
        };
    }

    public boolean terminal() {
        return this == SUPPRESSED || this == DONE || this == CANCELLED;
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
