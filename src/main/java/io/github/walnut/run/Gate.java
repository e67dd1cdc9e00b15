package io.github.walnut.run;

import java.time.Instant;

/**
 * One thing that must hold before what was stopped is started again.
 *
 * @param open it holds
 * @param opensAt when it will hold if nothing changes; null when nobody can tell, or when it holds
 * @param detail what it waits for, in words; null when it holds
 */
public record Gate(Kind kind, boolean open, Instant opensAt, String detail) {

    public enum Kind {
        /** No unfinished shutdown run concerns the host or the UPS. */
        RUNS,
        /** Mains have been stable for long enough. */
        MAINS,
        /** The battery is charged enough to survive the next outage. */
        CHARGE,
        /** The host answers, or is itself started first. */
        HOST,
        /** System and policy are armed. */
        MODE;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Gate opened(Kind kind) {
        return new Gate(kind, true, null, null);
    }

    static Gate shut(Kind kind, String detail) {
        return new Gate(kind, false, null, detail);
    }

    static Gate shutUntil(Kind kind, Instant opensAt, String detail) {
        return new Gate(kind, false, opensAt, detail);
    }
}
