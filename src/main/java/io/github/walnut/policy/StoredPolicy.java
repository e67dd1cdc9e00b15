package io.github.walnut.policy;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A policy as the store keeps it: the document as written, and what was derived from it.
 *
 * @param policy the model, or null when the document no longer reads
 * @param document as its author wrote it
 * @param mediaType application/json or application/yaml
 * @param hash of the canonical form, lower-case hex SHA-256
 * @param behaviourHash the same without name, description, notes, tests and priority
 * @param armedHash the behaviour hash that was armed, or null
 * @param statusBefore of an invalid policy: what it is again once it compiles; else null
 * @param armedTargets how many targets it had when it was armed, or null
 * @param upsMeanings which UPSs its bare names mean; null when it was saved before names were
 *     resolved
 */
public record StoredPolicy(
        UUID id,
        Policy policy,
        String document,
        String mediaType,
        Status status,
        boolean armed,
        String armedHash,
        String hash,
        String behaviourHash,
        int versionInt,
        List<Finding> findings,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy,
        Status statusBefore,
        Integer armedTargets,
        UpsMeanings upsMeanings) {

    public enum Status {
        ENABLED,
        DISABLED,
        INVALID;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public StoredPolicy {
        findings = List.copyOf(findings);
    }

    public StoredPolicy(
            UUID id,
            Policy policy,
            String document,
            String mediaType,
            Status status,
            boolean armed,
            String armedHash,
            String hash,
            String behaviourHash,
            int versionInt,
            List<Finding> findings,
            Instant createdAt,
            String createdBy,
            Instant updatedAt,
            String updatedBy) {
        this(
                id,
                policy,
                document,
                mediaType,
                status,
                armed,
                armedHash,
                hash,
                behaviourHash,
                versionInt,
                findings,
                createdAt,
                createdBy,
                updatedAt,
                updatedBy,
                null,
                null,
                UpsMeanings.NONE);
    }

    /** The same under the hash of another text. */
    public StoredPolicy withHash(String other) {
        return new StoredPolicy(
                id,
                policy,
                document,
                mediaType,
                status,
                armed,
                armedHash,
                other,
                behaviourHash,
                versionInt,
                findings,
                createdAt,
                createdBy,
                updatedAt,
                updatedBy,
                statusBefore,
                armedTargets,
                upsMeanings);
    }

    public boolean enabled() {
        return status == Status.ENABLED;
    }

    /**
     * It takes part in matching: enabled, or enabled until its surroundings made it invalid. Then
     * its last valid form goes on for the hosts that are still there.
     */
    public boolean inForce() {
        return policy != null && takesPart();
    }

    /** The same, as far as its status says. */
    public boolean takesPart() {
        return enabled() || statusBefore == Status.ENABLED;
    }

    /** The worst finding, {@link Severity#INFO} when there is none. */
    public Severity severity() {
        return findings.stream()
                .map(Finding::severity)
                .max(Severity::compareTo)
                .orElse(Severity.INFO);
    }
}
