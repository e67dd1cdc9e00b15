package io.github.walnut.rules;

import java.util.UUID;

/** A standing fact: a run of this policy and lane is not finished. */
public record UnderWay(UUID policyId, String lane, String runId) {}
