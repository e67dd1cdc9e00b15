package io.github.walnut.rules;

import java.util.UUID;

/**
 * A fact of one round: a policy has matched that stops those behind it if it has anything to do.
 *
 * @param live a dry run stops other dry runs only
 */
public record Stop(int rank, boolean live, UUID policyId) {}
