package io.github.walnut.app;

import io.github.walnut.DeviceAdapter;
import io.github.walnut.component.device.Egress;
import io.github.walnut.component.device.VirtualStates;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.integration.Catalogue;
import io.github.walnut.integration.DriverContext;
import io.github.walnut.integration.HostTester;
import io.github.walnut.integration.KameletDrivers;
import io.github.walnut.integration.TypeDesk;
import io.github.walnut.integration.TypeRegistry;
import io.github.walnut.inventory.Host;
import io.github.walnut.policy.DurationText;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.store.SettingsRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The integration types, and the context of their own in which their kamelets run. */
final class DriverRoom implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DriverRoom.class);
    private static final int READS = 32;

    /** What a second between two clocks and a slow answer can make is less. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    final TypeRegistry types;
    final KameletDrivers drivers;
    final HostTester tester;
    final Egress egress;
    final TypeDesk desk;
    private final DriverContext context;
    private final ExecutorService threads;

    DriverRoom(
            Configuration configuration,
            StoreRoom store,
            HostVault vault,
            String instanceId,
            boolean safe,
            Clock clock)
            throws Exception {
        types = types(configuration, safe);
        egress = egress(store.inForce);
        Map<String, Object> beans = new LinkedHashMap<>();
        beans.put("egress", egress);
        beans.put(DriverContext.SOURCE, "walnut/" + instanceId);
        beans.put("virtual-states", new StoredVirtualStates(store.settings));
        context = DriverContext.start(types, beans);
        desk =
                new TypeDesk(
                        program(configuration), uploaded(configuration), types, context, version());
        desk.begin(safe).forEach(trouble -> LOG.error("Integration type {}", trouble));
        threads =
                NamedThreads.pool(
                        store.inForce.number(StoredSetting.MAX_CONCURRENT) + READS, "driver");
        drivers = new KameletDrivers(types, context, new DeviceAdapter(), vault, threads, clock);
        tester = new HostTester(drivers);
    }

    /**
     * Why the connection of a host does not work, else what is wrong with its clock; nothing when
     * all is well or cannot be tested.
     */
    Optional<Preflights.HostTrouble> trouble(Host host, HostVault vault, String correlationId) {
        HostTester.Report report = tester.test(host, vault, correlationId);
        if (report.success()) {
            return Optional.ofNullable(report.clockSkew())
                    .filter(skew -> skew.abs().compareTo(CLOCK_TOLERANCE) > 0)
                    .map(skew -> wrongClock(host, skew));
        }
        if (report.errorClass() == ErrorClass.UNSUPPORTED) {
            return Optional.empty();
        }
        return Optional.of(
                new Preflights.HostTrouble(
                        Severity.ERROR,
                        report.errorClass().word(),
                        host.id() + ": " + report.message()));
    }

    private static Preflights.HostTrouble wrongClock(Host host, Duration skew) {
        return new Preflights.HostTrouble(
                Severity.WARN,
                "clock_skew",
                "%s: its clock is %s %s"
                        .formatted(
                                host.id(),
                                DurationText.format(skew.abs()),
                                skew.isNegative() ? "slow" : "fast"));
    }

    static Path program(Configuration configuration) {
        return configuration.home().resolve("kamelets");
    }

    static Path uploaded(Configuration configuration) {
        return configuration.dataDir().resolve("integrations");
    }

    static String version() {
        String version = DriverRoom.class.getPackage().getImplementationVersion();
        return version == null ? "1.0.0" : version;
    }

    /**
     * @param safe leaves those that were uploaded unread
     */
    static TypeRegistry types(Configuration configuration, boolean safe) throws IOException {
        TypeRegistry types = TypeRegistry.load(program(configuration), Catalogue.load());
        if (safe) {
            types.holdUploaded(uploaded(configuration));
        } else {
            types.loadUploaded(uploaded(configuration));
        }
        for (TypeRegistry.Entry entry : types.entries()) {
            if (entry.type() == null) {
                LOG.error(
                        "Integration type {} cannot be used: {}",
                        entry.id(),
                        entry.errors().stream()
                                .map(error -> error.pointer() + ": " + error.message())
                                .collect(Collectors.joining("; ")));
            }
        }
        return types;
    }

    private static Egress egress(SettingsInForce settings) {
        Supplier<List<String>> allowed = () -> settings.texts(StoredSetting.EGRESS_ALLOW);
        Supplier<List<String>> denied = () -> settings.texts(StoredSetting.EGRESS_DENY);
        Egress egress = Egress.of(allowed.get(), denied.get());
        settings.onChange(SettingGroup.SECURITY, () -> egress.use(allowed.get(), denied.get()));
        return egress;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        context.close();
    }

    /** Statuses of virtual targets, one settings group for each host. */
    private record StoredVirtualStates(SettingsRepository settings) implements VirtualStates {

        private static String group(String hostId) {
            return "virtual." + hostId;
        }

        @Override
        public Map<String, String> load(String hostId) {
            Map<String, String> statuses = new LinkedHashMap<>();
            settings.find(group(hostId))
                    .map(SettingsRepository.Group::values)
                    .orElse(Map.of())
                    .forEach((target, status) -> statuses.put(target, String.valueOf(status)));
            return statuses;
        }

        @Override
        public void save(String hostId, Map<String, String> statuses) {
            int version =
                    settings.find(group(hostId)).map(SettingsRepository.Group::version).orElse(0);
            settings.save(
                    group(hostId), new LinkedHashMap<String, Object>(statuses), version, "system");
        }
    }

    /** The target types that a host's type can read. */
    List<String> discovered(String typeId) {
        return types.find(typeId)
                .map(type -> type.manifest().discovery())
                .map(discovery -> discovery.types())
                .orElse(List.of());
    }
}
