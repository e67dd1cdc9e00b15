package io.github.walnut.component.nut;

import java.util.Locale;

/**
 * Why a request or a poll failed.
 *
 * @param word the word after {@code ERR}, or {@code TRANSPORT}, {@code TIMEOUT}, {@code TLS},
 *     {@code PROTOCOL}, {@code WAIT}
 * @param message peer, command and what was expected; never a secret
 * @param runOver the variable whose value ran over its line and took the next one with it, else
 *     null
 */
public record NutError(String word, String message, String runOver) {

    public static final String TRANSPORT = "TRANSPORT";
    public static final String TIMEOUT = "TIMEOUT";
    public static final String TLS = "TLS";
    public static final String PROTOCOL = "PROTOCOL";

    /** The status flag of a driver that has no data yet. */
    public static final String WAIT = "WAIT";

    public NutError {
        word = word.toUpperCase(Locale.ROOT);
    }

    NutError(String word, String message) {
        this(word, message, null);
    }

    public NutErrorClass errorClass() {
        return NutErrorClass.of(word);
    }

    /**
     * The cause as facts name it: {@code tcp}, {@code tls}, {@code auth}, {@code driver}, {@code
     * stale}...
     */
    public String cause() {
        return switch (errorClass()) {
            case TRANSPORT -> "tcp";
            case SECURITY -> word.equals(TLS) ? "tls" : "auth";
            case DRIVER -> "driver";
            case DEVICE -> "stale";
            case CONFIG -> "config";
            case REFUSED, PROTOCOL -> "protocol";
        };
    }

    /** Whether the connection that met this error can go on. */
    boolean endsConnection() {
        return switch (errorClass()) {
            case TRANSPORT, PROTOCOL -> true;
            case SECURITY -> word.equals(TLS);
            case DRIVER, DEVICE, CONFIG, REFUSED -> false;
        };
    }
}
