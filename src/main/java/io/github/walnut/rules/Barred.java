package io.github.walnut.rules;

import java.util.UUID;

/**
 * A standing fact: a person cancelled a run of this policy and lane, so that it does not match in
 * the same outage again.
 */
public record Barred(UUID policyId, String lane, UUID outageId, String runId) {}
