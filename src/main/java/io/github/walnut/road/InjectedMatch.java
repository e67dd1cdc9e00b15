package io.github.walnut.road;

import io.github.walnut.policy.Decision;
import io.github.walnut.run.RunRequest;

/**
 * What one policy makes of an event that somebody made up.
 *
 * @param request null unless the policy matched
 */
public record InjectedMatch(Decision decision, RunRequest request) {}
