package io.github.walnut.api;

/** Why a socket is closed, with the code that the client sees. */
enum LiveClose {
    DONE(1000, "done"),
    SILENT(1001, "no heartbeat"),
    BINARY(1003, "text only"),
    FLOOD(1008, "too many messages"),
    TOO_LARGE(1009, "frame too large"),
    RESTART(1012, "server restarts"),
    TOO_SLOW(1013, "too slow, resume by seq"),
    NOT_AUTHENTICATED(4001, "not authenticated"),
    SESSION_OVER(4401, "session over"),
    NOT_ALLOWED(4403, "not allowed"),
    UNKNOWN(4404, "unknown job"),
    TOO_MANY(4029, "too many connections");

    private final int code;
    private final String reason;

    LiveClose(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    short code() {
        return (short) code;
    }

    String reason() {
        return reason;
    }
}
