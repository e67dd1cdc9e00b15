package io.github.walnut.app;

import java.time.Duration;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** How long a broker that cannot be reached is left alone before the next attempt. */
final class BrokerPauses {

    static final int TAKEN_OVER = 0x8E;

    /** The login itself is wrong, so that trying again soon is of no use. */
    private static final Set<Integer> REFUSED = Set.of(0x86, 0x87, 0x8C);

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final double SPREAD = 0.2;

    private final DoubleSupplier random;
    private Duration next = FIRST;

    /**
     * @param random from 0 to 1
     */
    BrokerPauses(DoubleSupplier random) {
        this.random = random;
    }

    /** Whether the broker refused who logged in. */
    static boolean refused(int reasonCode) {
        return REFUSED.contains(reasonCode);
    }

    void connected() {
        next = FIRST;
    }

    /** The pause after a loss or a vain attempt with this reason code. */
    Duration after(int reasonCode) {
        if (refused(reasonCode) || reasonCode == TAKEN_OVER) {
            return LONGEST;
        }
        double factor = 1 + SPREAD * (2 * random.getAsDouble() - 1);
        Duration pause = Duration.ofMillis(Math.round(next.toMillis() * factor));
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return pause;
    }
}
