package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** Which samples stay at full rate although they are old. */
public final class Retention {

    private static final Duration BEFORE = Duration.ofMinutes(10);
    private static final Duration AFTER = Duration.ofMinutes(60);

    private Retention() {}

    /**
     * A time of one UPS whose samples are kept.
     *
     * @param to null while the outage is open: everything since
     */
    public record Pin(String upsId, Instant from, Instant to) {
        public boolean holds(String ups, Instant at) {
            return upsId.equals(ups) && !at.isBefore(from) && (to == null || !at.isAfter(to));
        }
    }

    /** The time that an outage pins; from the moment it begins. */
    public static Pin pin(Outage outage) {
        return new Pin(
                outage.upsId(),
                outage.startedAt().minus(BEFORE),
                outage.open() ? null : outage.endedAt().plus(AFTER));
    }

    public static boolean pinned(Sample sample, Collection<Pin> pins) {
        return pins.stream().anyMatch(pin -> pin.holds(sample.upsId(), sample.at()));
    }
}
