package io.github.walnut.rules;

import java.util.UUID;

/**
 * Something that went wrong while matching; matching went on.
 *
 * @param code {@code policy_failed}, {@code rules_overrun} or {@code rules_failed}
 * @param policyId null when no single policy is to blame
 */
public record RulesProblem(String code, UUID policyId, String message) {}
