package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A command that failed: one line for people, a problem object for programs. */
public class CliException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public static final int FAILED = 1;
    public static final int USAGE = 2;

    private final int exitCode;
    private final transient JsonNode problem;

    public CliException(int exitCode, String message) {
        this(exitCode, message, (JsonNode) null);
    }

    public CliException(int exitCode, String message, Throwable cause) {
        this(exitCode, message);
        initCause(cause);
    }

    CliException(int exitCode, String message, JsonNode problem) {
        super(message);
        this.exitCode = exitCode;
        this.problem = problem;
    }

    int exitCode() {
        return exitCode;
    }

    /** The problem object of the API, or null when the API was not asked. */
    JsonNode problem() {
        return problem;
    }
}
