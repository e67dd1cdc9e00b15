package io.github.walnut.component.nut;

import java.util.Map;

/** The operations that change something: set, instcmd and fsd. */
final class NutWriting {

    private final NutSession session;
    private final NutLimits limits;
    private final NutTracking tracking;

    NutWriting(NutSession session, NutLimits limits, NutTracking tracking) {
        this.session = session;
        this.limits = limits;
        this.tracking = tracking;
    }

    /**
     * @param trackingId null where the server does not track
     */
    record Outcome(Map<String, Object> body, String trackingId) {}

    Outcome set(String ups, String variable, String value, NutArguments arguments)
            throws NutException {
        return send(NutRequest.set(ups, variable, value), "SET-FAILED", arguments);
    }

    Outcome command(String ups, String command, String parameter, NutArguments arguments)
            throws NutException {
        return send(NutRequest.command(ups, command, parameter), "INSTCMD-FAILED", arguments);
    }

    /** The server keeps the flag FSD until it is restarted. */
    Map<String, Object> forcedShutdown(String ups) throws NutException {
        session.call(
                connection -> {
                    NutAnswer primary =
                            connection.ask(NutRequest.primary(ups), limits.requestTimeout());
                    if (primary instanceof NutAnswer.Failed failed
                            && failed.error().word().equals("UNKNOWN-COMMAND")) {
                        primary = connection.ask(NutRequest.master(ups), limits.requestTimeout());
                    }
                    primary.orThrow();
                    return connection
                            .ask(NutRequest.forcedShutdown(ups), limits.requestTimeout())
                            .orThrow();
                });
        return Map.of("result", "FSD-SET");
    }

    private Outcome send(NutRequest request, String failure, NutArguments arguments)
            throws NutException {
        String id =
                session.call(
                        connection -> {
                            if (arguments.tracking()) {
                                connection.trackingOn(limits.requestTimeout());
                            }
                            return trackingId(
                                    connection.ask(request, limits.requestTimeout()).text());
                        });
        if (id == null || !arguments.tracking()) {
            return new Outcome(Map.of("result", "DELIVERED"), id);
        }
        return new Outcome(
                Map.of("result", tracking.await(id, failure, arguments.trackingTimeout())), id);
    }

    /** What stands behind {@code OK TRACKING}, or null. */
    private static String trackingId(String answer) {
        WordCursor words = new WordCursor(answer);
        return words.skip("TRACKING") ? words.next() : null;
    }
}
