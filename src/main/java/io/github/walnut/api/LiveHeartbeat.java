package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Notices peers that are gone, and ends sockets whose credentials have run out. */
final class LiveHeartbeat {

    private static final Duration SILENCE = Duration.ofSeconds(45);
    private static final Duration WARNING = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final LiveConnection connection;
    private final Json json;
    private final Clock clock;
    private final long beat;
    private final long watch;
    private volatile Instant heard;
    private Instant warnedFor;

    LiveHeartbeat(
            Vertx vertx,
            ServerWebSocket socket,
            LiveConnection connection,
            Json json,
            Clock clock,
            Duration every) {
        this.vertx = vertx;
        this.socket = socket;
        this.connection = connection;
        this.json = json;
        this.clock = clock;
        this.heard = clock.instant();
        socket.frameHandler(frame -> heard = clock.instant());
        socket.pongHandler(pong -> heard = clock.instant());
        this.beat = vertx.setPeriodic(every.toMillis(), tick -> beat());
        this.watch = vertx.setPeriodic(500, tick -> watchCredentials());
    }

    void stop() {
        vertx.cancelTimer(beat);
        vertx.cancelTimer(watch);
    }

    private void beat() {
        if (clock.instant().isAfter(heard.plus(SILENCE))) {
            connection.close(LiveClose.SILENT);
            return;
        }
        socket.writePing(Buffer.buffer("walnut"));
        connection.control("ping", json.object());
    }

    private void watchCredentials() {
        Instant now = clock.instant();
        Instant end = connection.principal().expiresAt();
        if (!now.isBefore(end)) {
            connection.close(LiveClose.SESSION_OVER);
        } else if (now.isAfter(end.minus(WARNING)) && !end.equals(warnedFor)) {
            warnedFor = end;
            connection.control("session.expiring", json.object().put("expires_at", Json.at(end)));
        }
    }
}
