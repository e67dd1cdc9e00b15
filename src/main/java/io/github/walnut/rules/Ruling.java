package io.github.walnut.rules;

import io.github.walnut.policy.Decision.Kind;
import java.time.Instant;

/**
 * What was decided about a candidate.
 *
 * @param until end of the window that it waits for, or null
 * @param detail what stood in the way, or null
 */
public record Ruling(Candidate candidate, Kind kind, Instant until, String detail) {}
