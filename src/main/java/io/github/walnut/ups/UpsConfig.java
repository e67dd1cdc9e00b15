package io.github.walnut.ups;

import java.time.Duration;
import java.util.List;

/**
 * How one UPS is watched.
 *
 * @param pollInterval of full polls
 * @param fastInterval of fast polls while the UPS is alert; zero when there are none
 * @param heartbeat silence after which contact counts as lost
 * @param outageMerge how long mains must hold for an outage to be over
 */
public record UpsConfig(
        Duration pollInterval,
        Duration fastInterval,
        Duration heartbeat,
        Duration outageMerge,
        List<Threshold> thresholds,
        CriticalConfig critical) {

    public UpsConfig {
        thresholds = List.copyOf(thresholds);
    }

    public static UpsConfig defaults() {
        return new UpsConfig(
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Threshold.builtIn(),
                CriticalConfig.defaults(CriticalConfig.Profile.WALNUT));
    }

    public UpsConfig withThresholds(List<Threshold> others) {
        return new UpsConfig(pollInterval, fastInterval, heartbeat, outageMerge, others, critical);
    }

    public UpsConfig withCritical(CriticalConfig other) {
        return new UpsConfig(pollInterval, fastInterval, heartbeat, outageMerge, thresholds, other);
    }

    /** The heartbeat; stretched when polls are so rare that every one would come too late. */
    Duration silenceLimit() {
        return pollInterval.compareTo(heartbeat) < 0 ? heartbeat : pollInterval.multipliedBy(2);
    }

    /** The dead time on battery, which leaves room for three polls. */
    Duration deadTime() {
        Duration interval = fastInterval.isZero() ? pollInterval : fastInterval;
        Duration threePolls = interval.multipliedBy(3);
        Duration wanted = critical.deadTime();
        return wanted.compareTo(threePolls) < 0 ? threePolls : wanted;
    }

    /**
     * A tick that comes later than this tells of a standstill: one poll interval; but a pause as
     * long as the dead time must never pass for silence.
     */
    Duration latestTick() {
        return pollInterval.compareTo(deadTime()) < 0 ? pollInterval : deadTime();
    }

    /** How long what a full poll told stands in for what fast polls do not ask. */
    Duration fullPollHolds() {
        return pollInterval.multipliedBy(3);
    }
}
