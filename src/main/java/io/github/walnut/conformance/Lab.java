package io.github.walnut.conformance;

import io.github.walnut.integration.HostTester;
import io.github.walnut.integration.IntegrationType;
import io.github.walnut.integration.KameletDrivers;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Target;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.DriverResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A type under test with its peer. It asks and rehearses only: nothing here can send what writes.
 */
final class Lab {

    static final long LIMIT_MILLIS = 15_000;

    private static final String CORRELATION = "conformance";

    private final IntegrationType type;
    private final KameletDrivers drivers;
    private final PeerSecrets secrets;
    private final Map<String, Object> config;
    private final Map<String, String> entered;
    private final List<String> said = new ArrayList<>();

    /**
     * @param secrets that the drivers open
     * @param config of the peer, defaults filled in
     * @param entered secrets of the peer by field
     */
    Lab(
            IntegrationType type,
            KameletDrivers drivers,
            PeerSecrets secrets,
            Map<String, Object> config,
            Map<String, String> entered) {
        this.type = type;
        this.drivers = drivers;
        this.secrets = secrets;
        this.config = config;
        this.entered = entered;
    }

    IntegrationType type() {
        return type;
    }

    Map<String, Object> config() {
        return config;
    }

    Map<String, String> entered() {
        return entered;
    }

    /** All that drivers answered so far, as texts. */
    List<String> said() {
        return said;
    }

    /** The peer as it was named. */
    Host peer() {
        return host("peer", config, entered);
    }

    Host host(String id, Map<String, Object> itsConfig, Map<String, String> itsSecrets) {
        secrets.put(id, itsSecrets);
        return new Host(
                id, 1, id, type.id(), itsConfig, Map.of(), true, Host.State.CONNECTED, null, false);
    }

    HostTester.Report test(Host host) {
        HostTester.Report report = new HostTester(drivers).test(host, secrets, CORRELATION);
        said.add(report.toString());
        return report;
    }

    /** The format of a field of the connection, empty when it has none. */
    String format(String field) {
        return type.manifest()
                .connection()
                .document()
                .path("properties")
                .path(field)
                .path("format")
                .asText("");
    }

    boolean lists() {
        return type.manifest().operations().containsKey("inventory");
    }

    DriverResult inventory(Host host, boolean fast, long limitMillis) {
        return ask(
                Mode.INVENTORY,
                host,
                null,
                null,
                null,
                Map.of(),
                Map.of("types", type.manifest().discovery().types(), "fast", fast),
                limitMillis);
    }

    DriverResult test(Host host, long limitMillis) {
        return ask(Mode.TEST, host, null, null, null, Map.of(), Map.of(), limitMillis);
    }

    DriverResult about(
            Mode mode, Target target, String capability, String verb, Map<String, Object> params) {
        if (mode == Mode.EXECUTE) {
            throw new IllegalArgumentException("the kit sends nothing that writes");
        }
        return ask(mode, peer(), target, capability, verb, params, Map.of(), LIMIT_MILLIS);
    }

    private DriverResult ask(
            Mode mode,
            Host host,
            Target target,
            String capability,
            String verb,
            Map<String, Object> params,
            Map<String, Object> scope,
            long limitMillis) {
        DriverResult result =
                drivers.call(
                        new DriverCall(
                                mode,
                                host,
                                target,
                                capability,
                                verb,
                                params,
                                scope,
                                null,
                                "key",
                                CORRELATION,
                                1,
                                limitMillis));
        said.add(result.toString());
        return result;
    }
}
