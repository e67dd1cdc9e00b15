package io.github.walnut.component.nut;

import io.github.walnut.component.nut.NutSession.IdleRule;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The connections of a component: for each server and its credentials one for reading, one for
 * changes; holds.
 */
final class NutSessions {

    private final Supplier<NutHost> host;
    private final Map<NutSessionSettings.Key, Shared> shared = new HashMap<>();
    private final Map<NutServer, Map<String, NutSession>> holds = new HashMap<>();

    NutSessions(Supplier<NutHost> host) {
        this.host = host;
    }

    private static final class Shared {
        private final NutSession reading;
        private NutSession changing;
        private int users;

        private Shared(NutSession reading) {
            this.reading = reading;
        }

        private void close() {
            reading.close();
            if (changing != null) {
                changing.close();
            }
        }
    }

    /** To be given back by {@link #release}. The first user's time limits hold for all. */
    synchronized NutSession reading(NutSessionSettings settings) {
        Shared found =
                shared.computeIfAbsent(
                        settings.key(),
                        key ->
                                new Shared(
                                        new NutSession(settings, host.get(), IdleRule.KEEP_ALIVE)));
        found.users++;
        return found.reading;
    }

    /** For those who have a reading session; it closes with that. */
    synchronized NutSession changing(NutSessionSettings settings) {
        Shared found = shared.get(settings.key());
        if (found == null) {
            throw new IllegalStateException("no session with " + settings.server() + " is in use");
        }
        if (found.changing == null) {
            found.changing = new NutSession(settings, host.get(), IdleRule.CLOSE);
        }
        return found.changing;
    }

    synchronized void release(NutSessionSettings settings) {
        Shared found = shared.get(settings.key());
        if (found != null && --found.users == 0) {
            shared.remove(settings.key());
            found.close();
        }
    }

    /** The session that holds a UPS, or null. */
    synchronized NutSession hold(NutServer server, String ups) {
        return holdsOf(server).get(ups);
    }

    synchronized NutSession openHold(NutSessionSettings settings, String ups) {
        return holdsOf(settings.server())
                .computeIfAbsent(
                        ups,
                        name ->
                                new NutSession(
                                        settings,
                                        host.get(),
                                        IdleRule.STAY,
                                        login(settings, name)));
    }

    /** Takes the session out without closing it. */
    synchronized NutSession removeHold(NutServer server, String ups) {
        return holdsOf(server).remove(ups);
    }

    synchronized void closeAll() {
        shared.values().forEach(Shared::close);
        shared.clear();
        holds.values().forEach(ofServer -> ofServer.values().forEach(NutSession::close));
        holds.clear();
    }

    private static SessionJob.Work<?> login(NutSessionSettings settings, String ups) {
        return connection ->
                connection.ask(NutRequest.login(ups), settings.requestTimeout()).orThrow();
    }

    private Map<String, NutSession> holdsOf(NutServer server) {
        return holds.computeIfAbsent(server, s -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
    }
}
