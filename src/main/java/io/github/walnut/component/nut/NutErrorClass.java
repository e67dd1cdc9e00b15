package io.github.walnut.component.nut;

import java.util.Locale;
import java.util.Set;

/** Sorts what can go wrong by what the client does about it. */
public enum NutErrorClass {
    /** No connection, or it ended, or an answer did not come in time: reconnect with back-off. */
    TRANSPORT("TRANSPORT", "TIMEOUT"),
    /** TLS or the right to do something: retried no sooner than after 30 s. */
    SECURITY(
            "TLS",
            "ACCESS-DENIED",
            "INVALID-PASSWORD",
            "INVALID-USERNAME",
            "USERNAME-REQUIRED",
            "PASSWORD-REQUIRED"),
    /** The driver process is gone; the server is well. */
    DRIVER("DRIVER-NOT-CONNECTED"),
    /** The driver lives but has nothing fresh from the device. */
    DEVICE("DATA-STALE", "WAIT"),
    /** The server does not have what was named. */
    CONFIG(
            "UNKNOWN-UPS",
            "VAR-NOT-SUPPORTED",
            "CMD-NOT-SUPPORTED",
            "READONLY",
            "TOO-LONG",
            "INVALID-VALUE",
            "INVALID-ARGUMENT",
            "VAR-UNKNOWN",
            "UNKNOWN-TYPE",
            "UNKNOWN-INSTCMD",
            "MISSING-ARGUMENT"),
    /** The request failed, the connection is well; every word that stands in no other class. */
    REFUSED,
    /** The answer was not well formed: the connection is closed and opened anew. */
    PROTOCOL("PROTOCOL");

    private final Set<String> words;

    NutErrorClass(String... words) {
        this.words = Set.of(words);
    }

    static NutErrorClass of(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (upper.startsWith("FEATURE-")) {
            return CONFIG;
        }
        for (NutErrorClass candidate : values()) {
            if (candidate.words.contains(upper)) {
                return candidate;
            }
        }
        return REFUSED;
    }

    /** The name in headers: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
