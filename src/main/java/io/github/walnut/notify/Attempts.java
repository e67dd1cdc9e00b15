package io.github.walnut.notify;

import java.time.Duration;
import java.util.List;

/** When a message that did not arrive is sent again. */
final class Attempts {

    /** After so long it is given up. */
    static final Duration LONGEST = Duration.ofHours(24);

    /** A peer that asks for more patience does not get it. */
    static final Duration LONGEST_WISH = Duration.ofHours(1);

    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30));

    private Attempts() {}

    /**
     * @param vain attempts in a row, from 1
     * @param wish what the peer asked for, or null
     */
    static Duration pause(int vain, Duration wish) {
        Duration usual = PAUSES.get(Math.min(vain, PAUSES.size()) - 1);
        return max(usual, wish(wish));
    }

    static Duration wish(Duration asked) {
        if (asked == null || asked.isNegative()) {
            return Duration.ZERO;
        }
        return asked.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : asked;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
