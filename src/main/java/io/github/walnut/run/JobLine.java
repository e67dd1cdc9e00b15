package io.github.walnut.run;

import io.github.walnut.ups.Severity;
import java.time.Instant;

/**
 * One line that a job told.
 *
 * @param number from 1
 * @param phase a short machine word
 * @param percent of the whole job when it was told
 */
public record JobLine(
        int number, Instant at, String phase, Severity level, String message, int percent) {}
