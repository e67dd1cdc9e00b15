package io.github.walnut.ups;

import static io.github.walnut.ups.UpsState.ALARM;
import static io.github.walnut.ups.UpsState.BYPASS;
import static io.github.walnut.ups.UpsState.CAL;
import static io.github.walnut.ups.UpsState.FSD;
import static io.github.walnut.ups.UpsState.LB;
import static io.github.walnut.ups.UpsState.OB;
import static io.github.walnut.ups.UpsState.OFF;
import static io.github.walnut.ups.UpsState.OVER;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a UPS is critical: in the profile upsmon as that program does, in the profile
 * walNUT with more doubt about silence, about tests and about an output that is off.
 */
public final class CriticalEvaluator {

    private final CriticalConfig config;

    public CriticalEvaluator(CriticalConfig config) {
        this.config = config;
    }

    /** The two profiles came to different answers about the same UPS. */
    public record Deviation(boolean walnut, boolean upsmon) {}

    public boolean critical(CriticalInput ups) {
        if (!ups.known()) {
            return false;
        }
        if (ups.has(FSD)) {
            return true;
        }
        if (ups.contactLost()) {
            return silent(ups);
        }
        return reporting(ups, ups.has(LB), ups.lowBatteryFor());
    }

    /** What the other profile would say, if it disagrees. */
    public static Optional<Deviation> deviation(CriticalInput ups, CriticalConfig config) {
        boolean walnut =
                new CriticalEvaluator(config.with(CriticalConfig.Profile.WALNUT)).critical(ups);
        boolean upsmon =
                new CriticalEvaluator(config.with(CriticalConfig.Profile.UPSMON)).critical(ups);
        return walnut == upsmon ? Optional.empty() : Optional.of(new Deviation(walnut, upsmon));
    }

    /**
     * Whether the UPSs that are not critical leave too little power for the site.
     *
     * @param powerValues supplies that each UPS feeds
     */
    public boolean siteCritical(Map<String, Integer> powerValues, Set<String> critical) {
        int left =
                powerValues.entrySet().stream()
                        .filter(entry -> !critical.contains(entry.getKey()))
                        .mapToInt(Map.Entry::getValue)
                        .sum();
        return left < config.minSupplies();
    }

    private boolean silent(CriticalInput ups) {
        if (lastStateIsAlarming(ups)) {
            return true;
        }
        if (!onBattery(ups)) {
            return reporting(ups, ups.has(LB), ups.lowBatteryFor());
        }
        if (ups.silence().compareTo(config.deadTime()) < 0) {
            return ups.criticalBefore();
        }
        if (ups.has(LB) || !presumesDead()) {
            return reporting(ups, ups.has(LB), ups.lowBatteryFor());
        }
        return reporting(ups, true, ups.silence().minus(config.deadTime()));
    }

    private boolean lastStateIsAlarming(CriticalInput ups) {
        return upsmon()
                ? ups.has(OVER) && longerThan(config.overDuration(), ups.overFor())
                        || ups.has(ALARM) && config.alarmCritical()
                        || ups.has(CAL)
                        || ups.has(BYPASS)
                        || ups.has(OFF)
                : config.commLossCritical().stream().anyMatch(ups::has);
    }

    private boolean reporting(CriticalInput ups, boolean low, Duration lowFor) {
        if (offCounts() && ups.has(OFF) && longerThan(config.offDuration(), ups.offFor())) {
            return true;
        }
        if (!onBattery(ups) || !low || upsmon() && ups.has(CAL)) {
            return false;
        }
        Duration patience = config.lowBatteryDuration();
        if (config.role() == CriticalConfig.Role.SECONDARY) {
            patience = patience.plus(config.hostSync());
        }
        return lowFor.compareTo(patience) >= 0;
    }

    private boolean onBattery(CriticalInput ups) {
        return ups.has(OB) && (upsmon() || !ups.excused());
    }

    private boolean offCounts() {
        return upsmon() || config.offCritical();
    }

    private boolean presumesDead() {
        return upsmon() || config.deadOnBattery();
    }

    private boolean upsmon() {
        return config.profile() == CriticalConfig.Profile.UPSMON;
    }

    /** A negative limit forgives for ever. */
    private static boolean longerThan(Duration limit, Duration time) {
        return !limit.isNegative() && time.compareTo(limit) > 0;
    }
}
