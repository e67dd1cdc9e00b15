package io.github.walnut.store;

/** A cursor that does not read, belongs to another filter or is older than a day. */
public final class InvalidCursorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidCursorException(String message) {
        super(message);
    }
}
