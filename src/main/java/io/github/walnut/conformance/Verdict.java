package io.github.walnut.conformance;

import java.util.Locale;

/**
 * What one case of the conformance kit came to.
 *
 * @param id C01 to C20
 * @param name what the case is about
 * @param reason what was seen, or why the case was not played
 */
public record Verdict(String id, String name, Outcome outcome, String reason) {

    /** A case that was not played says nothing, neither good nor bad. */
    public enum Outcome {
        PASSED,
        FAILED,
        SKIPPED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Verdict passed(String id, String name, String reason) {
        return new Verdict(id, name, Outcome.PASSED, reason);
    }

    static Verdict failed(String id, String name, String reason) {
        return new Verdict(id, name, Outcome.FAILED, reason);
    }

    static Verdict skipped(String id, String name, String reason) {
        return new Verdict(id, name, Outcome.SKIPPED, reason);
    }

    public boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
