package io.github.walnut.simulation;

/** A scenario file that cannot be played; the message names the place and what was expected. */
public class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ScenarioException(String message) {
        super(message);
    }

    public ScenarioException(String message, Throwable cause) {
        super(message, cause);
    }
}
