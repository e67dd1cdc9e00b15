package io.github.walnut.integration;

import io.github.walnut.DeviceAdapter;
import io.github.walnut.TestLimits;
import io.github.walnut.component.device.Egress;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import io.github.walnut.ups.Clock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The drivers as they run in the product, with secrets from a map and targets on loopback. */
public final class DriverBench implements AutoCloseable {

    private final TypeRegistry types;
    private final DriverContext context;
    private final KameletDrivers drivers;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> entered = new HashMap<>();

    private DriverBench(TypeRegistry types, DriverContext context) {
        this.types = types;
        this.context = context;
        this.drivers =
                new KameletDrivers(
                        types, context, new DeviceAdapter(), secrets(), threads, wallClock());
    }

    public static DriverBench start() throws Exception {
        return start(Path.of("kamelets"));
    }

    static DriverBench start(Path kamelets) throws Exception {
        TypeRegistry types = TypeRegistry.load(kamelets, Catalogue.load());
        return new DriverBench(
                types,
                DriverContext.start(types, Map.of("egress", Egress.only(List.of("127.0.0.0/8")))));
    }

    TypeRegistry types() {
        return types;
    }

    DriverContext context() {
        return context;
    }

    KameletDrivers drivers() {
        return drivers;
    }

    DriverBench secret(String field, String value) {
        entered.put(field, value);
        return this;
    }

    /** A host with the defaults of its type filled in. */
    Host host(String id, String typeId, Map<String, Object> config) {
        Map<String, Object> filled =
                types.find(typeId).orElseThrow().manifest().connection().filled(config);
        return new Host(
                id, 1, id, typeId, filled, Map.of(), true, Host.State.CONNECTED, null, false);
    }

    DriverResult call(
            Mode mode,
            Host host,
            Target target,
            String capability,
            String verb,
            Map<String, Object> params) {
        return call(mode, host, target, capability, verb, params, TestLimits.WAIT.toMillis());
    }

    DriverResult call(
            Mode mode,
            Host host,
            Target target,
            String capability,
            String verb,
            Map<String, Object> params,
            long deadlineMillis) {
        return drivers.call(
                new DriverCall(
                        mode,
                        host,
                        target,
                        capability,
                        verb,
                        params,
                        Map.of(),
                        null,
                        "key",
                        "correlation",
                        1,
                        deadlineMillis));
    }

    DriverResult state(Host host, Target target, String task) {
        return drivers.call(
                new DriverCall(
                        Mode.STATE,
                        host,
                        target,
                        null,
                        null,
                        Map.of(),
                        Map.of(),
                        task,
                        null,
                        "correlation",
                        1,
                        15_000));
    }

    HostSecrets secrets() {
        return new HostSecrets() {
            @Override
            public char[] open(String hostId, String field) {
                String value = entered.get(field);
                return value == null ? null : value.toCharArray();
            }

            @Override
            public String revision(String hostId) {
                return String.valueOf(entered.hashCode());
            }
        };
    }

    private static Clock wallClock() {
        return new Clock() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long monotonicMillis() {
                return System.nanoTime() / 1_000_000;
            }
        };
    }

    @Override
    public void close() {
        context.close();
        threads.shutdownNow();
    }
}
