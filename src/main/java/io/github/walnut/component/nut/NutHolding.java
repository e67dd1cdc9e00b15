package io.github.walnut.component.nut;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Being registered as a secondary of a UPS, so that its primary waits. Each hold has a connection
 * of its own.
 */
final class NutHolding {

    private final NutSessions sessions;
    private final NutSessionSettings settings;

    NutHolding(NutSessions sessions, NutSessionSettings settings) {
        this.sessions = sessions;
        this.settings = settings;
    }

    /** Twice is as good as once. */
    Map<String, Object> hold(String ups) throws NutException {
        NutSession session = sessions.openHold(settings, ups);
        try {
            String logins =
                    session.call(
                            c ->
                                    c.ask(
                                                    NutRequest.get("NUMLOGINS", ups),
                                                    settings.requestTimeout())
                                            .text());
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("result", "HELD");
            body.put("logins", Integer.parseInt(logins.strip()));
            return body;
        } catch (NutException e) {
            sessions.removeHold(settings.server(), ups);
            session.close();
            throw e;
        } catch (NumberFormatException e) {
            throw new NutException(
                    NutError.PROTOCOL,
                    "GET NUMLOGINS %s at %s: not a number".formatted(ups, settings.server()));
        }
    }

    /** A server lets go of a client that is gone, so this never fails. */
    Map<String, Object> release(String ups) {
        NutSession session = sessions.removeHold(settings.server(), ups);
        if (session != null) {
            session.logout(settings.requestTimeout());
            session.close();
        }
        return Map.of("result", "RELEASED");
    }
}
