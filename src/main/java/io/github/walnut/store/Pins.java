package io.github.walnut.store;

import java.time.Duration;

/** Samples around an outage are kept at full rate for longer than the others. */
final class Pins {

    static final Duration BEFORE = Duration.ofMinutes(10);
    static final Duration AFTER = Duration.ofMinutes(60);
    static final Duration KEPT = Duration.ofDays(365);

    private Pins() {}
}
