package io.github.walnut.app;

import io.github.walnut.policy.DurationText;
import io.github.walnut.ups.CriticalConfig;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.Threshold;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.ups.UpsState;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a person has set of single UPSs: how they are watched otherwise than the rest. */
final class UpsSettings {

    static final String DEAD_ON_BATTERY = "dead_on_battery";
    static final String COMM_LOSS_CRITICAL = "comm_loss_critical";
    static final String THRESHOLDS = "thresholds";
    static final String TRAP_SOURCES = "trap_sources";
    static final String HOLD = "hold";

    private final Map<String, UnaryOperator<UpsConfig>> byId = new ConcurrentHashMap<>();
    private final Map<String, Sources> sources = new ConcurrentHashMap<>();

    private record Sources(String upsId, Set<String> addresses) {}

    /** How the UPS is watched, when all others are watched as usual. */
    UpsConfig of(String upsId, UpsConfig usual) {
        UnaryOperator<UpsConfig> own = byId.get(key(upsId));
        return own == null ? usual : own.apply(usual);
    }

    /**
     * From the next step on.
     *
     * @param settings as they are stored; what is not in there is as usual
     */
    void put(String upsId, Map<String, Object> settings) {
        if (settings.get(TRAP_SOURCES) instanceof Collection<?> addresses) {
            Set<String> texts =
                    addresses.stream().map(UpsSettings::numeric).collect(Collectors.toSet());
            sources.put(key(upsId), new Sources(upsId, texts));
        } else {
            sources.remove(key(upsId));
        }
        if (settings.isEmpty()) {
            byId.remove(key(upsId));
            return;
        }
        Boolean dead = (Boolean) settings.get(DEAD_ON_BATTERY);
        Set<UpsState> states =
                settings.get(COMM_LOSS_CRITICAL) instanceof Collection<?> words
                        ? words.stream()
                                .flatMap(word -> UpsState.of(String.valueOf(word)).stream())
                                .collect(Collectors.toSet())
                        : null;
        List<Threshold> thresholds =
                settings.get(THRESHOLDS) instanceof Collection<?> items
                        ? items.stream().map(item -> threshold((Map<?, ?>) item)).toList()
                        : null;
        byId.put(
                key(upsId),
                usual -> {
                    UpsConfig config = usual.withCritical(critical(usual.critical(), states, dead));
                    return thresholds == null ? config : config.withThresholds(thresholds);
                });
    }

    /** As usual again. */
    void forget(String upsId) {
        sources.remove(key(upsId));
        byId.remove(key(upsId));
    }

    /** The UPSs of which traps come from this address. */
    List<String> ofTrapSource(String address) {
        return sources.values().stream()
                .filter(known -> known.addresses().contains(address))
                .map(Sources::upsId)
                .sorted()
                .toList();
    }

    /** In the form in which addresses of senders are written. */
    private static String numeric(Object address) {
        try {
            return InetAddress.getByName(String.valueOf(address)).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + address + "' is no address", e);
        }
    }

    /** Ids mean the same in any case. */
    private static String key(String upsId) {
        return upsId.toLowerCase(Locale.ROOT);
    }

    private static CriticalConfig critical(
            CriticalConfig usual, Set<UpsState> states, Boolean dead) {
        return new CriticalConfig(
                usual.profile(),
                usual.deadTime(),
                usual.offDuration(),
                usual.lowBatteryDuration(),
                usual.overDuration(),
                usual.alarmCritical(),
                usual.hostSync(),
                usual.role(),
                usual.minSupplies(),
                states == null ? usual.commLossCritical() : states,
                usual.offCritical(),
                dead == null ? usual.deadOnBattery() : dead);
    }

    private static Threshold threshold(Map<?, ?> item) {
        Object hold = item.get("for");
        Object severity = item.get("severity");
        return new Threshold(
                String.valueOf(item.get("metric")),
                Stream.of(Threshold.Op.values())
                        .filter(op -> op.sign().equals(item.get("op")))
                        .findFirst()
                        .orElseThrow(),
                new BigDecimal(String.valueOf(item.get("value"))).doubleValue(),
                hold == null ? Duration.ZERO : DurationText.parse(String.valueOf(hold)),
                severity == null
                        ? Severity.WARN
                        : Severity.valueOf(String.valueOf(severity).toUpperCase(Locale.ROOT)),
                Boolean.TRUE.equals(item.get("on_battery_only")));
    }
}
