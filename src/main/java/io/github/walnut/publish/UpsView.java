package io.github.walnut.publish;

import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsIdentity;
import java.time.Instant;
import java.util.UUID;

/**
 * One UPS as it is shown: its facts with what people call it and what will happen next.
 *
 * @param displayName null means the UPS's own name
 * @param description of the NUT server's list, or null
 * @param identity what the device says it is
 * @param next the nearest pending trigger, or null
 */
public record UpsView(
        UpsFacts facts,
        String displayName,
        String description,
        UpsIdentity identity,
        Next next,
        int version) {

    /**
     * A policy that will match unless something changes.
     *
     * @param reason for example {@code stable_for 2m30s}
     */
    public record Next(UUID policyId, String policyName, Instant at, String reason) {}

    /** The part of the id before the last {@code @}. */
    public String name() {
        return facts.upsId().substring(0, facts.upsId().lastIndexOf('@'));
    }

    public String serverId() {
        return facts.upsId().substring(facts.upsId().lastIndexOf('@') + 1);
    }
}
