package io.github.walnut.integration;

import io.github.walnut.inventory.Host;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.run.ErrorClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tries the connection of a host, stored or not yet, without writing anything to it (INT-21). */
public final class HostTester {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String CLOCK = "clock_skew_s";

    private final KameletDrivers drivers;

    public HostTester(KameletDrivers drivers) {
        this.drivers = drivers;
    }

    /**
     * @param status ok or error
     * @param errorClass null on success
     * @param steps step, ok, ms, details, error; the first that failed is the last
     * @param details product, clock_skew_s (how far the host's clock is ahead of ours), the
     *     certificate that was shown, and on an untrusted host the fingerprint that a person may
     *     pin
     */
    public record Report(
            boolean success,
            String status,
            ErrorClass errorClass,
            long latencyMillis,
            String message,
            List<Map<String, Object>> steps,
            Map<String, Object> details) {

        /** Every certificate that was shown on the way. */
        public List<Walk.Certificate> certificates() {
            return Walk.certificates(steps);
        }

        /** How far the clock of the host is ahead of ours; null when it did not tell. */
        public Duration clockSkew() {
            return details.get(CLOCK) instanceof Long seconds ? Duration.ofSeconds(seconds) : null;
        }
    }

    /**
     * @param secrets what was entered, or what is stored
     */
    public Report test(Host host, HostSecrets secrets, String correlationId) {
        DriverCall call = DriverCall.ofHost(Mode.TEST, host, Map.of(), correlationId, LIMIT);
        Traced traced = drivers.traced(call, secrets);
        DriverResult result = traced.result();
        Map<String, Object> details = details(result);
        Walk.certificates(traced.trace().phases()).stream()
                .findFirst()
                .ifPresent(shown -> details.put("certificate", written(shown)));
        if (traced.trace().clockSkew() != null) {
            details.put(CLOCK, traced.trace().clockSkew().toSeconds());
        }
        return new Report(
                result.ok(),
                result.ok() ? "ok" : "error",
                result.ok() ? null : result.error().errorClass(),
                result.durationMillis(),
                result.ok() ? "The connection works." : result.reason(),
                steps(traced.trace().phases(), result),
                details);
    }

    private static Map<String, Object> written(Walk.Certificate shown) {
        return Map.of("subject", shown.subject(), "expires_at", shown.expiresAt().toString());
    }

    private static List<Map<String, Object>> steps(
            List<Map<String, Object>> phases, DriverResult result) {
        List<Map<String, Object>> steps = new ArrayList<>(phases);
        if (result.ok()) {
            steps.add(step("identify", true, rest(phases, result)));
            return steps;
        }
        boolean failedOnTheWay =
                !steps.isEmpty() && Boolean.FALSE.equals(steps.get(steps.size() - 1).get("ok"));
        Map<String, Object> failed =
                failedOnTheWay
                        ? new LinkedHashMap<>(steps.remove(steps.size() - 1))
                        : step(stepOf(result.error()), false, rest(phases, result));
        failed.put(
                "error",
                Map.of("class", result.error().errorClass().word(), "code", result.error().code()));
        steps.add(failed);
        return steps;
    }

    static String stepOf(DriverResult.Error error) {
        return switch (error.errorClass()) {
            case UNREACHABLE, TIMEOUT, UNAVAILABLE ->
                    error.code().equals("dns") ? "dns" : "connect";
            case UNTRUSTED -> "trust";
            case UNAUTHENTICATED -> "authenticate";
            case FORBIDDEN -> "authorize";
            case VALIDATION -> "dns";
            default -> "identify";
        };
    }

    static Map<String, Object> step(String name, boolean ok, long millis) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("step", name);
        step.put("ok", ok);
        step.put("ms", millis);
        return step;
    }

    private static long rest(List<Map<String, Object>> phases, DriverResult result) {
        long known =
                phases.stream().mapToLong(phase -> ((Number) phase.get("ms")).longValue()).sum();
        return Math.max(0, result.durationMillis() - known);
    }

    static Map<String, Object> details(DriverResult result) {
        Map<String, Object> details = new LinkedHashMap<>();
        if (result.error() != null && result.error().details().containsKey("fingerprint")) {
            details.put("fingerprint", result.error().details().get("fingerprint"));
        }
        if (result.effects().containsKey("product")) {
            details.put("product", result.effects().get("product"));
        }
        return details;
    }
}
