package io.github.walnut.ups;

import java.time.Duration;
import java.util.Set;

/**
 * When a UPS counts as critical.
 *
 * @param offDuration how long OFF is forgiven; negative: for ever
 * @param overDuration how long OVER is forgiven once contact is lost; negative: for ever
 * @param hostSync how long a secondary waits for the primary to shut down
 * @param minSupplies power values that must remain for the site to live
 * @param commLossCritical states that, last seen before contact was lost, are critical (profile
 *     walNUT)
 * @param offCritical OFF alone is critical (profile walNUT)
 * @param deadOnBattery silence on battery becomes a low battery after the dead time
 */
public record CriticalConfig(
        Profile profile,
        Duration deadTime,
        Duration offDuration,
        Duration lowBatteryDuration,
        Duration overDuration,
        boolean alarmCritical,
        Duration hostSync,
        Role role,
        int minSupplies,
        Set<UpsState> commLossCritical,
        boolean offCritical,
        boolean deadOnBattery) {

    public enum Profile {
        UPSMON,
        WALNUT
    }

    public enum Role {
        PRIMARY,
        SECONDARY
    }

    public CriticalConfig {
        commLossCritical = Set.copyOf(commLossCritical);
    }

    /** The parameters that upsmon has by default. */
    public static CriticalConfig defaults(Profile profile) {
        return new CriticalConfig(
                profile,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ofSeconds(-1),
                true,
                Duration.ofSeconds(15),
                Role.PRIMARY,
                1,
                Set.of(),
                false,
                true);
    }

    public CriticalConfig with(Profile other) {
        return new CriticalConfig(
                other,
                deadTime,
                offDuration,
                lowBatteryDuration,
                overDuration,
                alarmCritical,
                hostSync,
                role,
                minSupplies,
                commLossCritical,
                offCritical,
                deadOnBattery);
    }

    CriticalConfig withDeadTime(Duration other) {
        return new CriticalConfig(
                profile,
                other,
                offDuration,
                lowBatteryDuration,
                overDuration,
                alarmCritical,
                hostSync,
                role,
                minSupplies,
                commLossCritical,
                offCritical,
                deadOnBattery);
    }
}
