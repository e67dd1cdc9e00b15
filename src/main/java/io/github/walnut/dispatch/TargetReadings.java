package io.github.walnut.dispatch;

import io.github.walnut.run.HostReading;
import io.github.walnut.ups.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Targets of hosts, as fresh as a plan needs them. */
public interface TargetReadings {

    /** For hosts that need not be asked, because what is known of them is always right. */
    static TargetReadings atHand(Clock clock) {
        return new TargetReadings() {
            @Override
            public Optional<HostReading> fresh(String hostId, Set<String> targetTypes) {
                return Optional.of(new HostReading(hostId, true, clock.now(), false));
            }

            @Override
            public void read(String hostId, Set<String> targetTypes, Consumer<HostReading> heard) {
                throw new IllegalStateException("host " + hostId + " was asked for its targets");
            }
        };
    }

    /** What a plan may be made on at once; empty when the host has to be asked first. */
    Optional<HostReading> fresh(String hostId, Set<String> targetTypes);

    /**
     * Asks the host. It does not block, and never tells on the calling thread.
     *
     * @param heard hears once within the time that the host has: what the host told, or a stale
     *     reading. What comes after a stale one is told too.
     */
    void read(String hostId, Set<String> targetTypes, Consumer<HostReading> heard);
}
