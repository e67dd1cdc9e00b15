package io.github.walnut.store;

/** The open store cannot serve now: its queue or its locks did not come free in time. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
