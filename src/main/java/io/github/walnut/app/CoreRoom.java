package io.github.walnut.app;

import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.FactAge;
import io.github.walnut.road.Anticipation;
import io.github.walnut.road.Matching;
import io.github.walnut.road.Pulse;
import io.github.walnut.rules.PolicySession;
import io.github.walnut.run.Maintenance;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.CriticalConfig;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.MonitorMemory;
import io.github.walnut.ups.Outage;
import io.github.walnut.ups.SampleNormalizer;
import io.github.walnut.ups.SteadyTime;
import io.github.walnut.ups.Threshold;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFleet;
import io.github.walnut.ups.UpsMonitor;
import io.github.walnut.ups.UpsProfiles;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is watched and what is decided: the fleet of UPSs and the rule session. */
final class CoreRoom {

    final UpsFleet fleet;
    final Matching matching;

    /** Each one empty, with the rules of the one that decides. */
    final Supplier<PolicySession> sessions;

    /** How single UPSs are watched otherwise than the rest. */
    final UpsSettings upsSettings = new UpsSettings();

    final Pulse pulse;
    private volatile UpsConfig config;
    private volatile Consumer<Event> events = event -> {};

    CoreRoom(
            StoreRoom store,
            Inventory inventory,
            BooleanSupplier armed,
            Maintenance maintenance,
            Anticipation anticipation,
            Clock clock,
            Ids ids) {
        store.ups.all().forEach(ups -> upsSettings.put(ups.id(), ups.settings()));
        config = config(store.inForce);
        Stream.of(SettingGroup.POLLING, SettingGroup.EXECUTION)
                .forEach(
                        group ->
                                store.inForce.onChange(
                                        group, () -> config = config(store.inForce)));
        pulse = new Pulse(clock);
        SteadyTime time = new SteadyTime(clock);
        fleet =
                new UpsFleet(
                        time,
                        ids,
                        new SampleNormalizer(UpsProfiles.standard()),
                        id -> upsSettings.of(id, config));
        Duration threePolls = config.pollInterval().multipliedBy(3);
        Duration limit =
                threePolls.compareTo(Duration.ofSeconds(15)) > 0
                        ? threePolls
                        : Duration.ofSeconds(15);
        ZoneId zone = store.inForce.zone();
        sessions = () -> new PolicySession(new FactAge(limit), armed, zone, inventory);
        matching =
                new Matching(
                        sessions.get(),
                        new StoredMemory(
                                store.policies,
                                store.triggers,
                                store.decisions,
                                store.journal,
                                store.runs),
                        armed,
                        maintenance,
                        anticipation,
                        time,
                        ids,
                        event -> events.accept(event));
    }

    /** Who hears of timers and of failures of matching. */
    void tell(Consumer<Event> listener) {
        events = listener;
    }

    /** Goes on from what the store kept. */
    void restore(StoreRoom store, Clock clock) {
        Map<String, Outage> open =
                store.outages.open().stream()
                        .collect(Collectors.toMap(Outage::upsId, Function.identity(), (a, b) -> b));
        List<UpsFacts> facts = store.facts.all();
        Instant now = clock.now();
        fleet.restore(
                facts.stream()
                        .map(
                                known ->
                                        new UpsMonitor.Stored(
                                                known,
                                                store.facts
                                                        .memory(known.upsId(), MonitorMemory.class)
                                                        .orElseGet(() -> MonitorMemory.fresh(now)),
                                                open.get(known.upsId())))
                        .toList());
        matching.restore(facts, open.values());
    }

    private static UpsConfig config(SettingsInForce settings) {
        CriticalConfig critical = CriticalConfig.defaults(CriticalConfig.Profile.WALNUT);
        return new UpsConfig(
                settings.duration(StoredSetting.POLL_INTERVAL),
                settings.duration(StoredSetting.FAST_INTERVAL),
                settings.duration(StoredSetting.HEARTBEAT_TIMEOUT),
                settings.duration(StoredSetting.OUTAGE_MERGE),
                Threshold.builtIn(
                        settings.number(StoredSetting.CHARGE_WARN),
                        settings.number(StoredSetting.CHARGE_ERROR),
                        settings.number(StoredSetting.LOAD_WARN),
                        settings.duration(StoredSetting.RUNTIME_WARN).toSeconds()),
                new CriticalConfig(
                        critical.profile(),
                        settings.duration(StoredSetting.DEAD_TIME),
                        critical.offDuration(),
                        critical.lowBatteryDuration(),
                        critical.overDuration(),
                        critical.alarmCritical(),
                        settings.duration(StoredSetting.HOSTSYNC),
                        critical.role(),
                        critical.minSupplies(),
                        critical.commLossCritical(),
                        critical.offCritical(),
                        critical.deadOnBattery()));
    }
}
