package io.github.walnut.integration;

import io.github.walnut.run.DriverResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A result, and the way to the host step by step.
 *
 * @param phases step, ok, ms and details of each
 */
public record Walk(DriverResult result, List<Map<String, Object>> phases) {

    /** One that was shown on the way. */
    public record Certificate(String subject, Instant expiresAt) {}

    /** Every certificate that was shown on the way, trusted or not. */
    public List<Certificate> certificates() {
        return certificates(phases);
    }

    static List<Certificate> certificates(List<Map<String, Object>> phases) {
        return phases.stream()
                .map(phase -> phase.get("details"))
                .filter(Map.class::isInstance)
                .map(details -> ((Map<?, ?>) details).get("certificate"))
                .filter(Map.class::isInstance)
                .map(shown -> (Map<?, ?>) shown)
                .map(
                        shown ->
                                new Certificate(
                                        String.valueOf(shown.get("subject")),
                                        Instant.parse(String.valueOf(shown.get("expires_at")))))
                .toList();
    }
}
