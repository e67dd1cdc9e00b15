package io.github.walnut.store;

/** The store cannot be opened as it stands. The message is the one line to show to the operator. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Something has to be put right first: a key, a path, a disk, a file. */
    public static final int CONFIGURATION = 78;

    /** Another server holds the data. */
    public static final int HELD = 75;

    private final int exitCode;

    StoreException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    static StoreException configuration(String message) {
        return new StoreException(CONFIGURATION, message, null);
    }

    static StoreException configuration(String message, Throwable cause) {
        return new StoreException(CONFIGURATION, message, cause);
    }

    /** With which the process has to end: {@link #CONFIGURATION} or {@link #HELD}. */
    public int exitCode() {
        return exitCode;
    }
}
