package io.github.walnut.store;

/** A stored secret does not open. */
public final class SecretException extends RuntimeException {

    private static final long serialVersionUID = 1;

    SecretException(String message, Throwable cause) {
        super(message, cause);
    }
}
