package io.github.walnut.run;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a driver answered, in one shape for every mode.
 *
 * @param driver type id and version, for example {@code generic.ssh@1.0.0}
 * @param planKind api, cli, snmp, message, rpc or none
 * @param preview masked requests in sending order
 * @param effects summary, per_target, rollback; empty when nothing would change
 * @param task the target's own job handle after execute, or null
 * @param expect statuses that confirm the verb, empty when the answer itself is all there is
 * @param pollSeconds how often to ask for the state while waiting
 * @param status of the target as read in this call, or null
 * @param targets items of mode inventory, else empty
 * @param reason one sentence whenever {@code ok} is false, else null
 * @param error null when nothing failed
 */
public record DriverResult(
        boolean ok,
        Severity severity,
        DriverCall.Mode mode,
        String driver,
        String capability,
        String verb,
        String hostId,
        String targetId,
        String idempotencyKey,
        List<Check> preconditions,
        String planKind,
        List<Object> preview,
        Map<String, Object> effects,
        Evidence evidence,
        String task,
        List<String> expect,
        int pollSeconds,
        String status,
        List<Map<String, Object>> targets,
        String reason,
        Error error,
        Instant startedAt,
        long durationMillis) {

    public record Check(String check, boolean ok, Map<String, Object> details) {}

    /**
     * @param level state, task, probe, ack or none
     */
    public record Evidence(String level, List<Map<String, Object>> items) {
        public static final Evidence NONE = new Evidence("none", List.of());
    }

    /**
     * @param message one plain sentence of ours
     * @param details holds the target's own text as {@code remote}
     * @param retryAfterSeconds null when the target did not say
     * @param inDoubt it may have been carried out
     */
    public record Error(
            ErrorClass errorClass,
            String code,
            String message,
            Map<String, Object> details,
            Integer retryAfterSeconds,
            boolean inDoubt) {}
}
