package io.github.walnut.api;

import io.github.walnut.publish.Json;
import io.github.walnut.security.Role;
import io.vertx.core.Context;
import java.util.Set;

/**
 * A socket that hears the program's log: the last lines, then each new one. It asks for lines a few
 * times a second, so that whoever writes one never meets a socket.
 */
final class LiveLines {

    private static final Set<String> SOURCES = Set.of("app", "backend");
    private static final int LAST = 200;
    private static final int AT_ONCE = 1_000;
    private static final long EVERY_MILLIS = 250;

    private final LogReads log;
    private final Live live;
    private final Json json;

    LiveLines(LogReads log, Live live, Json json) {
        this.log = log;
        this.live = live;
        this.json = json;
    }

    /**
     * @param context of the socket
     * @param source as it stands in the path
     */
    void begin(Context context, LiveConnection connection, String source) {
        if (!connection.principal().role().includes(Role.ADMIN)) {
            connection.close(LiveClose.NOT_ALLOWED);
            return;
        }
        if (!SOURCES.contains(source)) {
            connection.close(LiveClose.UNKNOWN);
            return;
        }
        connection.send(
                live.ofOne("logs", "log.open", source, json.object().put("source", source), false));
        Reader reader = new Reader(connection, source, Math.max(0, log.newest() - LAST));
        reader.read();
        long timer = context.owner().setPeriodic(EVERY_MILLIS, tick -> reader.read());
        connection.onClose(() -> context.owner().cancelTimer(timer));
    }

    /** Where one socket is in the log; belongs to its event loop. */
    private final class Reader {

        private final LiveConnection connection;
        private final String source;
        private long last;

        Reader(LiveConnection connection, String source, long last) {
            this.connection = connection;
            this.source = source;
            this.last = last;
        }

        void read() {
            for (LogReads.Line line : log.after(last, AT_ONCE)) {
                last = line.number();
                connection.send(
                        live.ofOne(
                                "logs",
                                "log.line",
                                source,
                                json.object()
                                        .put("at", Json.at(line.at()))
                                        .put("level", line.level())
                                        .put("logger", line.logger())
                                        .put("message", line.message()),
                                true));
            }
        }
    }
}
