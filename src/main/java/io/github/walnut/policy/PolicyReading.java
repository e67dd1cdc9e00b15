package io.github.walnut.policy;

import io.github.walnut.ups.Severity;
import java.util.List;

/**
 * A document that was read and checked.
 *
 * @param policy null when a blocker of phase schema prevents a model
 * @param findings worst first, then by pointer
 * @param canonical JSON of the canonical form, null without a model
 * @param summary one English sentence, null without a model
 * @param locations where the parts of the model stand in the document
 * @param upsMeanings which UPSs its bare names mean
 */
public record PolicyReading(
        Policy policy,
        List<Finding> findings,
        String canonical,
        String hash,
        String behaviourHash,
        String summary,
        Locations locations,
        UpsMeanings upsMeanings) {
    public PolicyReading {
        findings = List.copyOf(findings);
    }

    public PolicyReading(
            Policy policy,
            List<Finding> findings,
            String canonical,
            String hash,
            String behaviourHash,
            String summary) {
        this(
                policy,
                findings,
                canonical,
                hash,
                behaviourHash,
                summary,
                Locations.NONE,
                UpsMeanings.NONE);
    }

    /** The same with further findings. */
    public PolicyReading with(List<Finding> more) {
        Findings all = new Findings();
        all.addAll(findings);
        all.addAll(more);
        return new PolicyReading(
                policy,
                all.sorted(),
                canonical,
                hash,
                behaviourHash,
                summary,
                locations,
                upsMeanings);
    }

    public Severity severity() {
        return findings.stream()
                .map(Finding::severity)
                .max(Severity::compareTo)
                .orElse(Severity.INFO);
    }

    public boolean blocked() {
        return severity() == Severity.BLOCKER;
    }
}
