package io.github.walnut.store;

/** The store cannot be opened as it stands. The message is the one line to show to the operator. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Something has to be put right first: a key, a path, a disk, a file. */
    public static final int CONFIGURATION = 78;

    /** Another server holds the data. */
    public static final int HELD = 75;

    private final int exitCode;
    private final boolean damaged;

    StoreException(int exitCode, String message, Throwable cause) {
        this(exitCode, message, cause, false);
    }

    private StoreException(int exitCode, String message, Throwable cause, boolean damaged) {
        super(message, cause);
        this.exitCode = exitCode;
        this.damaged = damaged;
    }

    static StoreException damaged(String message, Throwable cause) {
        return new StoreException(CONFIGURATION, message, cause, true);
    }

    /** The file is not as it was written, and the key is right. */
    boolean damaged() {
        return damaged;
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
