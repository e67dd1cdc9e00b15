package io.github.walnut.app;

import io.github.walnut.component.nut.NutServerEvent;
import io.github.walnut.component.nut.NutServerListener;
import io.github.walnut.road.Detection;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.EventName;
import io.github.walnut.ups.HealthEvents;
import io.github.walnut.ups.Ids;
import io.github.walnut.ups.UpsId;
import io.github.walnut.ups.UpsText;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Hears what the nut: component tells about servers, and turns it into listings and events. */
final class ServerWatcher implements NutServerListener {

    private static final Duration BETWEEN_PROTOCOL_ERRORS = Duration.ofMinutes(1);

    private final Pollers pollers;
    private final Consumer<Object> core;
    private final Consumer<Event> events;
    private final BiConsumer<UpsId, String> descriptions;
    private final Clock clock;
    private final Ids ids;
    private final Map<String, Instant> protocolErrors = new ConcurrentHashMap<>();

    /**
     * @param core takes listings
     * @param descriptions hears what a server calls each of its UPSs
     */
    ServerWatcher(
            Pollers pollers,
            Consumer<Object> core,
            Consumer<Event> events,
            BiConsumer<UpsId, String> descriptions,
            Clock clock,
            Ids ids) {
        this.pollers = pollers;
        this.core = core;
        this.events = events;
        this.descriptions = descriptions;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public void on(NutServerEvent event) {
        pollers.record(event.server()).ifPresent(server -> heard(server.id(), event));
    }

    private void heard(String server, NutServerEvent event) {
        if (event instanceof NutServerEvent.Listed now) {
            now.descriptions()
                    .forEach(
                            (name, text) ->
                                    descriptions.accept(
                                            new UpsId(name, server), UpsText.clean(text)));
            core.accept(new Detection.Listing(server, List.copyOf(now.descriptions().keySet())));
        } else if (event instanceof NutServerEvent.TlsState now) {
            pollers.encrypted(now.server(), now.active());
        } else if (event instanceof NutServerEvent.Unreachable now) {
            pollers.failed(now.server(), now.error().message());
            pollers.lost(now.server());
        } else if (event instanceof NutServerEvent.Disconnected now) {
            pollers.lost(now.server());
        } else if (event instanceof NutServerEvent.Connected now) {
            pollers.connected(now.server());
        } else if (event instanceof NutServerEvent.ProtocolError now) {
            protocolError(server, now.error().toString());
        } else if (event instanceof NutServerEvent.TlsDowngrade) {
            raise(server, EventName.TLS_DOWNGRADE, Map.of());
        } else if (event instanceof NutServerEvent.TlsCertificateChanged now) {
            raise(server, EventName.TLS_CERTIFICATE_CHANGED, Map.of("found", now.found()));
        } else if (event instanceof NutServerEvent.TlsCertificateExpiring now) {
            raise(
                    server,
                    EventName.TLS_CERTIFICATE_EXPIRING,
                    Map.of("not_after", Instant.ofEpochMilli(now.notAfter()).toString()));
        }
    }

    private void protocolError(String server, String text) {
        Instant now = clock.now();
        Instant last = protocolErrors.get(server);
        if (last == null || !last.plus(BETWEEN_PROTOCOL_ERRORS).isAfter(now)) {
            protocolErrors.put(server, now);
            raise(server, EventName.PROTOCOL_ERROR, Map.of("error", text));
        }
    }

    private void raise(String server, EventName name, Map<String, Object> details) {
        events.accept(
                HealthEvents.about(
                        ids,
                        name,
                        new Event.Subject("server", server),
                        clock.now(),
                        new LinkedHashMap<>(details)));
    }
}
