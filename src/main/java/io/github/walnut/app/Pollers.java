package io.github.walnut.app;

import io.github.walnut.component.nut.NutComponent;
import io.github.walnut.component.nut.NutServer;
import io.github.walnut.policy.DurationText;
import io.github.walnut.store.Secrets;
import io.github.walnut.ups.UpsId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the polling route of each NUT server, from the template {@code ups-poll}. */
final class Pollers {

    private static final Logger LOG = LoggerFactory.getLogger(Pollers.class);
    private static final String TEMPLATE = "ups-poll";
    private static final String ASKING = "ups-ask";
    private static final String USER = "nut-user-";
    private static final String PASSWORD = "nut-password-";

    private final CamelContext camel;
    private final Secrets secrets;
    private final Map<NutServer, io.github.walnut.store.NutServer> servers =
            new ConcurrentHashMap<>();
    private final Map<NutServer, String> failures = new ConcurrentHashMap<>();
    private final Map<NutServer, Boolean> encrypted = new ConcurrentHashMap<>();
    private final Map<String, Boolean> links = new ConcurrentHashMap<>();
    private volatile Consumer<String> reconnected = server -> {};
    private volatile Consumer<String> ending = server -> {};
    private final Set<NutServer> linked = ConcurrentHashMap.newKeySet();

    Pollers(CamelContext camel, Secrets secrets) {
        this.camel = camel;
        this.secrets = secrets;
    }

    /** The record behind an address that is polled. */
    Optional<io.github.walnut.store.NutServer> record(NutServer address) {
        return Optional.ofNullable(servers.get(address));
    }

    /** Polls the UPS at once, and closely for a while; nothing for one that is not polled. */
    void pollNow(String upsId) {
        UpsId ups = UpsId.parse(upsId);
        servers.forEach(
                (address, server) -> {
                    if (server.id().equalsIgnoreCase(ups.server())) {
                        camel.getComponent("nut", NutComponent.class).pollNow(address, ups.name());
                    }
                });
    }

    void lost(NutServer address) {
        record(address).ifPresent(server -> links.put(server.id(), false));
    }

    void encrypted(NutServer address, boolean tls) {
        encrypted.put(address, tls);
    }

    /** Whether the newest connection is under TLS; empty before the first one. */
    Optional<Boolean> encrypted(io.github.walnut.store.NutServer server) {
        return Optional.ofNullable(encrypted.get(new NutServer(server.host(), server.port())));
    }

    /** Whether there is a connection, by server. */
    Map<String, Boolean> links() {
        return Map.copyOf(links);
    }

    /** The last attempt to connect failed. */
    void failed(NutServer address, String why) {
        failures.put(address, why);
        linked.remove(address);
    }

    /** Who hears that a server was connected to anew. */
    void onReconnect(Consumer<String> listener) {
        reconnected = listener;
    }

    /** Who hears of a server that will not be watched any more, while it can still be asked. */
    void onStop(Consumer<String> listener) {
        ending = listener;
    }

    void connected(NutServer address) {
        failures.remove(address);
        record(address)
                .filter(server -> Boolean.FALSE.equals(links.put(server.id(), true)))
                .ifPresent(server -> reconnected.accept(server.id()));
        linked.add(address);
    }

    /** There is a connection, as far as is known. */
    boolean linked(io.github.walnut.store.NutServer server) {
        return linked.contains(new NutServer(server.host(), server.port()));
    }

    /** Why there is no connection, as far as an attempt has shown. */
    Optional<String> failure(io.github.walnut.store.NutServer server) {
        return Optional.ofNullable(failures.get(new NutServer(server.host(), server.port())));
    }

    void start(io.github.walnut.store.NutServer server) {
        NutServer address = new NutServer(server.host(), server.port());
        servers.put(address, server);
        if (!server.enabled()) {
            return;
        }
        TemplatedRouteBuilder.builder(camel, TEMPLATE)
                .routeId(routeId(server.id()))
                .parameter("server", server.id())
                .parameter("address", address.toString())
                .parameter("delay", server.pollInterval().toMillis())
                .parameter("fastDelay", server.fastInterval().toMillis())
                .parameter("tls", server.tls())
                .parameter("trust", trust(server))
                .parameter("credentials", credentials(server))
                .add();
        TemplatedRouteBuilder.builder(camel, ASKING)
                .routeId(asking(server.id()))
                .parameter("server", server.id())
                .parameter("address", address.toString())
                .parameter("tls", server.tls())
                .parameter("trust", trust(server))
                .parameter("credentials", credentials(server))
                .add();
        LOG.info(
                "NUT server {} at {} is polled every {}",
                server.id(),
                address,
                DurationText.format(server.pollInterval()));
    }

    private static String trust(io.github.walnut.store.NutServer server) {
        String trust = server.tlsTrust() == null ? "" : "&tlsTrust=" + server.tlsTrust();
        return server.tlsPin() == null ? trust : trust + "&tlsPin=" + server.tlsPin();
    }

    /**
     * By beans of the registry, so that no address holds them; a text takes them only by #bean:. As
     * characters, since Camel looks for placeholders in a text wherever it comes from.
     */
    private String credentials(io.github.walnut.store.NutServer server) {
        if (server.username() == null || server.secretRef() == null) {
            return "";
        }
        char[] password = secrets.open(server.secretRef()).orElse(null);
        if (password == null) {
            return "";
        }
        camel.getRegistry().bind(USER + server.id(), server.username().toCharArray());
        camel.getRegistry().bind(PASSWORD + server.id(), password);
        return "&username=#bean:"
                + USER
                + server.id()
                + "&password=#bean:"
                + PASSWORD
                + server.id();
    }

    void stop(io.github.walnut.store.NutServer server) {
        ending.accept(server.id());
        NutServer address = new NutServer(server.host(), server.port());
        servers.remove(address);
        failures.remove(address);
        encrypted.remove(address);
        links.remove(server.id());
        linked.remove(address);
        camel.getRegistry().unbind(USER + server.id());
        camel.getRegistry().unbind(PASSWORD + server.id());
        for (String route : List.of(routeId(server.id()), asking(server.id()))) {
            end(server, route);
        }
    }

    private void end(io.github.walnut.store.NutServer server, String route) {
        if (camel.getRoute(route) == null) {
            return;
        }
        try {
            camel.getRouteController().stopRoute(route);
            camel.removeRoute(route);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the polling of " + server.id() + " does not end: " + e.getMessage(), e);
        }
    }

    /** The route by which people ask this server. */
    static String asking(String serverId) {
        return ASKING + "-" + serverId;
    }

    private static String routeId(String serverId) {
        return TEMPLATE + "-" + serverId;
    }
}
