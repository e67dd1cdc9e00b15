package io.github.walnut.rules;

import java.util.UUID;

/**
 * A fact of one round: a policy that stops those behind it has matched.
 *
 * @param live a dry run stops other dry runs only
 */
public record Stop(int rank, boolean live, UUID policyId) {}
