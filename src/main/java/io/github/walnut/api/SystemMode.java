package io.github.walnut.api;

import java.time.Instant;

/**
 * Whether the program acts for real now.
 *
 * @param maintenanceUntil of what covers everything, or null
 * @param holdUntil of all runs, or null
 */
public record SystemMode(boolean armed, Instant maintenanceUntil, Instant holdUntil) {

    boolean live() {
        return armed && maintenanceUntil == null;
    }
}
