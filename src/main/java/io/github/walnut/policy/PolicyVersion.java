package io.github.walnut.policy;

import java.time.Instant;

/**
 * An earlier or the present form of a policy.
 *
 * @param document as its author wrote it
 * @param note why it was saved, or null
 * @param ir the compiled form as JSON, or null when it had errors
 * @param upsMeanings which UPSs its bare names mean; null when it was saved before names were
 *     resolved
 */
public record PolicyVersion(
        int versionInt,
        String document,
        String mediaType,
        String hash,
        Instant savedAt,
        String savedBy,
        String note,
        String ir,
        UpsMeanings upsMeanings) {}
