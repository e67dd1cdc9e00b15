package io.github.walnut.policy;

import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.UUID;

/** What becomes of a stored policy when somebody, or what surrounds it, changes it. */
public final class PolicyEdits {

    /** Who changes what he read, and when. */
    public record Edit(String actor, Instant at) {}

    private PolicyEdits() {}

    /**
     * @param mayEnable false keeps the policy disabled whatever the document says
     */
    public static StoredPolicy create(
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
                edit.actor(),
                null,
                null,
                reading.upsMeanings());
    }

    /** Another behaviour than the armed one disarms, and so does leaving {@code enabled}. */
    public static StoredPolicy replace(
            StoredPolicy before,
            PolicyReading reading,
            String document,
            String mediaType,
            boolean mayEnable,
            Edit edit) {
        StoredPolicy.Status status = status(reading, mayEnable && reading.policy().enabled());
        boolean armed =
                before.armed()
                        && status == StoredPolicy.Status.ENABLED
                        && reading.behaviourHash().equals(before.armedHash());
        PolicyDraft draft = new PolicyDraft(before).read(reading, document, mediaType);
        return (armed ? draft : draft.disarmed()).status(status).next(edit);
    }

    /** As {@link #replace} by an administrator, and never armed afterwards. */
    public static StoredPolicy imported(
            StoredPolicy before,
            PolicyReading reading,
            String document,
            String mediaType,
            Edit edit) {
        return new PolicyDraft(before)
                .read(reading, document, mediaType)
                .disarmed()
                .status(status(reading, reading.policy().enabled()))
                .next(edit);
    }

    /**
     * @param reading as it was checked just now
     */
    public static StoredPolicy enabled(StoredPolicy before, PolicyReading reading, Edit edit) {
        return new PolicyDraft(before)
                .resolved(reading)
                .status(StoredPolicy.Status.ENABLED)
                .next(edit);
    }

    public static StoredPolicy disabled(StoredPolicy before, Edit edit) {
        return new PolicyDraft(before).status(StoredPolicy.Status.DISABLED).disarmed().next(edit);
    }

    /**
     * @param targets that it would act on now
     */
    public static StoredPolicy armed(StoredPolicy before, int targets, Edit edit) {
        return new PolicyDraft(before).armed(targets).next(edit);
    }

    public static StoredPolicy disarmed(StoredPolicy before, Edit edit) {
        return new PolicyDraft(before).disarmed().next(edit);
    }

    /** The same policy at another place in the order; it stays armed. */
    public static StoredPolicy reordered(
            StoredPolicy before, PolicyReading reading, String document, Edit edit) {
        return new PolicyDraft(before).read(reading, document, before.mediaType()).next(edit);
    }

    /**
     * After a change of what surrounds it. Errors that were not there before make it invalid, their
     * end makes it what it was; the version stays, because nobody wrote anything. The last model
     * that compiled stays in force meanwhile. Twice the targets that it was armed for disarm it.
     *
     * @param targets that it would act on now
     */
    public static StoredPolicy rechecked(StoredPolicy before, PolicyReading reading, int targets) {
        boolean broken = reading.policy() == null || reading.severity().atLeast(Severity.ERROR);
        boolean invalid = before.status() == StoredPolicy.Status.INVALID;
        PolicyDraft draft = new PolicyDraft(before).resolved(reading).findings(reading.findings());
        if (broken) {
            boolean always = invalid || before.severity().atLeast(Severity.ERROR);
            return always ? draft.done() : draft.invalid().done();
        }
        draft.model(reading);
        if (invalid) {
            draft.status(before.statusBefore());
        }
        return doubled(before, targets) ? draft.disarmed().done() : draft.done();
    }

    private static boolean doubled(StoredPolicy policy, int targets) {
        return policy.armed()
                && policy.armedTargets() != null
                && targets >= 2 * Math.max(1, policy.armedTargets());
    }

    private static StoredPolicy.Status status(PolicyReading reading, boolean enabled) {
        return enabled && !reading.severity().atLeast(Severity.ERROR)
                ? StoredPolicy.Status.ENABLED
                : StoredPolicy.Status.DISABLED;
    }
}
