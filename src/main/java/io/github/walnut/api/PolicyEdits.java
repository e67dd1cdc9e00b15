package io.github.walnut.api;

import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.UUID;

/** What becomes of a stored policy when somebody changes it. Pure. */
final class PolicyEdits {

    /** Who changes what he read, and when. */
    record Edit(String actor, Instant at) {}

    private PolicyEdits() {}

    /**
     * @param mayEnable false keeps the policy disabled whatever the document says
     */
    static StoredPolicy create(
            UUID id,
            PolicyReading reading,
            String document,
            String mediaType,
            boolean mayEnable,
            Edit edit) {
        return new StoredPolicy(
                id,
                reading.policy(),
                document,
                mediaType,
                status(reading, mayEnable && reading.policy().enabled()),
                false,
                null,
                reading.hash(),
                reading.behaviourHash(),
                1,
                reading.findings(),
                edit.at(),
                edit.actor(),
                edit.at(),
                edit.actor());
    }

    /** Another behaviour than the armed one disarms. */
    static StoredPolicy replace(
            StoredPolicy before,
            PolicyReading reading,
            String document,
            String mediaType,
            boolean mayEnable,
            Edit edit) {
        boolean armed = before.armed() && reading.behaviourHash().equals(before.armedHash());
        boolean enabled = mayEnable && reading.policy().enabled();
        return new StoredPolicy(
                before.id(),
                reading.policy(),
                document,
                mediaType,
                status(reading, enabled),
                armed,
                armed ? before.armedHash() : null,
                reading.hash(),
                reading.behaviourHash(),
                before.versionInt() + 1,
                reading.findings(),
                before.createdAt(),
                before.createdBy(),
                edit.at(),
                edit.actor());
    }

    static StoredPolicy withStatus(StoredPolicy before, StoredPolicy.Status status, Edit edit) {
        return copy(before, status, before.armed(), before.armedHash(), edit);
    }

    static StoredPolicy armed(StoredPolicy before, Edit edit) {
        return copy(before, before.status(), true, before.behaviourHash(), edit);
    }

    static StoredPolicy disarmed(StoredPolicy before, Edit edit) {
        return copy(before, before.status(), false, null, edit);
    }

    private static StoredPolicy.Status status(PolicyReading reading, boolean enabled) {
        return enabled && !reading.severity().atLeast(Severity.ERROR)
                ? StoredPolicy.Status.ENABLED
                : StoredPolicy.Status.DISABLED;
    }

    private static StoredPolicy copy(
            StoredPolicy of,
            StoredPolicy.Status status,
            boolean armed,
            String armedHash,
            Edit edit) {
        return new StoredPolicy(
                of.id(),
                of.policy(),
                of.document(),
                of.mediaType(),
                status,
                armed,
                armedHash,
                of.hash(),
                of.behaviourHash(),
                of.versionInt() + 1,
                of.findings(),
                of.createdAt(),
                of.createdBy(),
                edit.at(),
                edit.actor());
    }
}
