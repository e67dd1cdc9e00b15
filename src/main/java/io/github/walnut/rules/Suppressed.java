package io.github.walnut.rules;

import java.time.Instant;
import java.util.UUID;

/**
 * A standing fact: matches of this policy and lane do not run before this time.
 *
 * @param lane UPS id, or {@link Watch#JOINT} for a policy over several UPSs at once
 * @param mode of the run that opened the window
 */
public record Suppressed(UUID policyId, String lane, String mode, Instant until) {}
