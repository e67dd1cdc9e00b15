package io.github.walnut.policy;

import java.util.List;

/** A copy of a stored policy with some of it changed. */
final class PolicyDraft {

    private final StoredPolicy of;
    private Policy policy;
    private String document;
    private String mediaType;
    private StoredPolicy.Status status;
    private boolean armed;
    private String armedHash;
    private String hash;
    private String behaviourHash;
    private List<Finding> findings;
    private StoredPolicy.Status statusBefore;
    private Integer armedTargets;
    private UpsMeanings upsMeanings;

    PolicyDraft(StoredPolicy of) {
        this.of = of;
        policy = of.policy();
        document = of.document();
        mediaType = of.mediaType();
        status = of.status();
        armed = of.armed();
        armedHash = of.armedHash();
        hash = of.hash();
        behaviourHash = of.behaviourHash();
        findings = of.findings();
        statusBefore = of.statusBefore();
        armedTargets = of.armedTargets();
        upsMeanings = of.upsMeanings();
    }

    PolicyDraft read(PolicyReading reading, String newDocument, String newMediaType) {
        document = newDocument;
        mediaType = newMediaType;
        hash = reading.hash();
        behaviourHash = reading.behaviourHash();
        upsMeanings = reading.upsMeanings();
        return model(reading).findings(reading.findings());
    }

    /** As its surroundings are now; the hashes stay those of what was saved. */
    PolicyDraft model(PolicyReading reading) {
        policy = reading.policy();
        return this;
    }

    /**
     * Names that were never resolved are now. That is no change by anybody: what was armed stays
     * armed.
     */
    PolicyDraft resolved(PolicyReading reading) {
        if (reading.policy() == null || reading.upsMeanings().equals(upsMeanings)) {
            return this;
        }
        upsMeanings = reading.upsMeanings();
        policy = upsMeanings.in(policy);
        if (behaviourHash != null && behaviourHash.equals(armedHash)) {
            armedHash = reading.behaviourHash();
        }
        hash = reading.hash();
        behaviourHash = reading.behaviourHash();
        return this;
    }

    PolicyDraft findings(List<Finding> found) {
        findings = found;
        return this;
    }

    PolicyDraft status(StoredPolicy.Status newStatus) {
        status = newStatus;
        statusBefore = null;
        return this;
    }

    PolicyDraft invalid() {
        statusBefore = status;
        status = StoredPolicy.Status.INVALID;
        return this;
    }

    PolicyDraft armed(int targets) {
        armed = true;
        armedHash = behaviourHash;
        armedTargets = targets;
        return this;
    }

    PolicyDraft disarmed() {
        armed = false;
        armedHash = null;
        armedTargets = null;
        return this;
    }

    /** As the same version. */
    StoredPolicy done() {
        return with(of.versionInt(), new PolicyEdits.Edit(of.updatedBy(), of.updatedAt()));
    }

    /** As the next version. */
    StoredPolicy next(PolicyEdits.Edit edit) {
        return with(of.versionInt() + 1, edit);
    }

    private StoredPolicy with(int version, PolicyEdits.Edit edit) {
        return new StoredPolicy(
                of.id(),
                policy,
                document,
                mediaType,
                status,
                armed,
                armedHash,
                hash,
                behaviourHash,
                version,
                findings,
                of.createdAt(),
                of.createdBy(),
                edit.at(),
                edit.actor(),
                statusBefore,
                armedTargets,
                upsMeanings);
    }
}
