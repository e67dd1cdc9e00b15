package io.github.walnut.integration;

import io.github.walnut.inventory.Capability;
import io.github.walnut.policy.ActionForm;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the author of an integration type says about it.
 *
 * @param transports how connection fields map to each transport, defaults merged in
 * @param operations kamelet by operation: inventory, state, action, heartbeat, test
 * @param capabilities the catalogue's, narrowed by what the type says
 * @param capabilityKamelets kamelet by capability where it differs from the operation action
 * @param defaults open
 * @param permissions the least rights to grant on the target, one line each
 */
public record Manifest(
        String id,
        String name,
        String description,
        String version,
        String minCoreVersion,
        String category,
        ConnectionSchema connection,
        Map<String, Map<String, Object>> transports,
        Map<String, String> operations,
        List<Capability> capabilities,
        Map<String, String> capabilityKamelets,
        Discovery discovery,
        Map<String, Object> defaults,
        List<String> permissions) {

    /** Where a type does not say how long its targets may take. */
    public static final int REFRESH_S = 5;

    /** Type id and version, as results name it. */
    public String driver() {
        return id + "@" + version;
    }

    /** By id, or by an old id of it. */
    public Optional<Capability> capability(String wanted) {
        return ActionForm.capability(capabilities, wanted);
    }

    public int callTimeoutSeconds() {
        return defaults.get("call_timeout_s") instanceof Number seconds ? seconds.intValue() : 10;
    }

    /** How long a run or a dry run waits for the targets of a host. */
    public int refreshSeconds() {
        return defaults.get("dry_run_refresh_sla_s") instanceof Number s ? s.intValue() : REFRESH_S;
    }

    public int heartbeatSeconds() {
        return defaults.get("heartbeat_interval_s") instanceof Number s ? s.intValue() : 60;
    }

    /**
     * @param types target types that a refresh reads
     */
    public record Discovery(
            List<String> types, int fullIntervalSeconds, boolean fast, int maxTargets) {}
}
