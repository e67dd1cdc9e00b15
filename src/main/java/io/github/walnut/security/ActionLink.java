package io.github.walnut.security;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * What a link in a message lets its reader do, once.
 *
 * @param channel id of the host by which the message went
 * @param until from this moment on it does nothing; in whole milliseconds
 */
public record ActionLink(UUID runId, Action action, String channel, Instant until) {

    public enum Action {
        HOLD,
        GO_NOW;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
