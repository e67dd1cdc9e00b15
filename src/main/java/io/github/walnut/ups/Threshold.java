package io.github.walnut.ups;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A limit that is watched on one UPS.
 *
 * @param metric field name of {@link Metric}, a derived number of {@link UpsNumbers}, or {@code
 *     var:} and a NUT variable; names that policies use are read too
 * @param holdFor how long the comparison must be true before it counts
 * @param onBatteryOnly counts only while mains are lost
 */
public record Threshold(
        String metric,
        Op op,
        double limit,
        Duration holdFor,
        Severity severity,
        boolean onBatteryOnly) {

    private static final double EQUAL_WITHIN = 1e-9;

    public enum Op {
        GT(">"),
        GE(">="),
        LT("<"),
        LE("<="),
        EQ("="),
        NE("!=");

        private final String sign;

        Op(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    public Threshold {
        metric = UpsNumbers.canonical(metric);
    }

    /** The limits that are watched without any policy asking. */
    public static List<Threshold> builtIn() {
        return builtIn(30, 15, 80, 300);
    }

    /** The same with other limits; one of 0 is not watched. */
    public static List<Threshold> builtIn(
            double chargeWarn, double chargeError, double loadWarn, double runtimeWarn) {
        return Stream.of(
                        builtIn("battery_percent", Op.LE, chargeWarn, Severity.WARN, true),
                        builtIn("battery_percent", Op.LE, chargeError, Severity.ERROR, true),
                        builtIn("load_percent", Op.GE, loadWarn, Severity.WARN, false),
                        builtIn("runtime_seconds", Op.LE, runtimeWarn, Severity.WARN, true))
                .filter(threshold -> threshold.limit() > 0)
                .toList();
    }

    private static Threshold builtIn(
            String metric, Op op, double limit, Severity severity, boolean onBatteryOnly) {
        return new Threshold(metric, op, limit, Duration.ZERO, severity, onBatteryOnly);
    }

    /** Equal for two thresholds that cross and clear together. */
    String key() {
        return "threshold:"
                + metric
                + op.sign()
                + limit
                + "/"
                + holdFor
                + (onBatteryOnly ? "/battery" : "");
    }

    boolean violatedBy(double value) {
        return switch (op) {
            case GT -> value > limit;
            case GE -> value >= limit;
            case LT -> value < limit;
            case LE -> value <= limit;
            case EQ -> Math.abs(value - limit) <= EQUAL_WITHIN;
            case NE -> Math.abs(value - limit) > EQUAL_WITHIN;
        };
    }

    /** Whether a crossed threshold clears: the value has come back by more than it may waver. */
    boolean clearedBy(double value) {
        return switch (op) {
            case GT, GE -> value <= limit - hysteresis();
            case LT, LE -> value >= limit + hysteresis();
            case EQ, NE -> !violatedBy(value);
        };
    }

    private double hysteresis() {
        return switch (metric) {
            case "battery_percent" -> 2;
            case "load_percent" -> 3;
            case "runtime_seconds", "runtime_minutes" -> Math.abs(limit) * 0.1;
            case "input_voltage", "output_voltage", "battery_voltage" -> 2;
            default -> Math.abs(limit) * 0.02;
        };
    }
}
