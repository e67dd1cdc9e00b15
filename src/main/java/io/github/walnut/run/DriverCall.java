package io.github.walnut.run;

import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import java.time.Duration;
import java.util.Map;

/**
 * One question or order to one host: a single attempt.
 *
 * @param capability empty for inventory, heartbeat and test
 * @param target null for inventory, heartbeat and test
 * @param scope for inventory: {@code types}, {@code ids}, {@code fast}; else empty
 * @param task for state: the handle that execute returned, or null
 * @param deadlineMillis how long the call may take
 */
public record DriverCall(
        Mode mode,
        Host host,
        Target target,
        String capability,
        String verb,
        Map<String, Object> params,
        Map<String, Object> scope,
        String task,
        String idempotencyKey,
        String correlationId,
        int attempt,
        long deadlineMillis) {

    /**
     * A question to the host itself.
     *
     * @param scope empty unless it is for the inventory
     */
    public static DriverCall ofHost(
            Mode mode,
            Host host,
            Map<String, Object> scope,
            String correlationId,
            Duration deadline) {
        return new DriverCall(
                mode,
                host,
                null,
                "",
                "",
                Map.of(),
                scope,
                null,
                null,
                correlationId,
                1,
                deadline.toMillis());
    }

    public enum Mode {
        PROBE,
        DRY_RUN,
        EXECUTE,
        INVENTORY,
        STATE,
        HEARTBEAT,
        TEST;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
