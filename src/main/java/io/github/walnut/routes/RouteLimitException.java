package io.github.walnut.routes;

/** An exchange of an operator's route took more time or room than it may. */
public final class RouteLimitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RouteLimitException(String message) {
        super(message, null, false, false);
    }
}
