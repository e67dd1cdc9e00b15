package io.github.walnut.rules;

import java.time.Instant;
import java.util.UUID;

/**
 * A standing fact: matches of this policy and lane do not run before this time.
 *
 * @param lane of the watch that it holds back
 * @param mode of the run that opened the window
 */
public record Suppressed(UUID policyId, String lane, String mode, Instant until) {}
