package io.github.walnut.policy;

import java.time.Duration;

/**
 * A check made at the match.
 *
 * @param field of the scope, for example {@code charge_pct} or {@code var:ups.beeper.status}
 * @param value text, {@link java.math.BigDecimal}, {@link Boolean}, or a list of text for {@link
 *     Op#IN}
 * @param ups null means the UPS that matched
 * @param host null means every host of the actions
 * @param maxAge null means the scope's default
 * @param every selected target must have the state, not just one; for {@link Scope#VM} only
 * @param pointer where it stands in the document as written
 */
public record Condition(
        Scope scope,
        String field,
        Op op,
        Object value,
        String ups,
        String host,
        Duration maxAge,
        boolean matchIfUnknown,
        boolean every,
        String pointer) {

    public Condition(
            Scope scope,
            String field,
            Op op,
            Object value,
            String ups,
            String host,
            Duration maxAge,
            boolean matchIfUnknown,
            String pointer) {
        this(scope, field, op, value, ups, host, maxAge, matchIfUnknown, false, pointer);
    }

    /** The same about another UPS. */
    Condition withUps(String id) {
        return new Condition(
                scope, field, op, value, id, host, maxAge, matchIfUnknown, every, pointer);
    }

    public enum Scope {
        UPS,
        METRIC,
        HOST,
        VM,
        OUTAGE
    }

    public enum Op {
        GT(">"),
        GE(">="),
        LT("<"),
        LE("<="),
        EQ("="),
        NE("!="),
        IN("in");

        private final String sign;

        Op(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    public enum Verdict {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /**
     * How a condition came out, for the record of the run and for "why not".
     *
     * @param value what was found, or null
     * @param ageSeconds of the fact, or null
     */
    public record Result(String pointer, Object value, Double ageSeconds, Verdict verdict) {}
}
