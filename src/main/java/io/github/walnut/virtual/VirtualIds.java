package io.github.walnut.virtual;

import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import java.util.UUID;

/** Ids that sort by virtual time, and are the same whenever seed and history are. */
public final class VirtualIds implements Ids {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Clock clock;
    private final long seed;
    private long count;

    public VirtualIds(Clock clock, long seed) {
        this.clock = clock;
        this.seed = seed;
    }

    @Override
    public UUID next() {
        count++;
        long high = clock.now().toEpochMilli() << 16 | VERSION | count & 0xFFF;
        long low = VARIANT | (seed & 0x3FFF_FFFFL) << 32 | count & 0xFFFF_FFFFL;
        return new UUID(high, low);
    }
}
