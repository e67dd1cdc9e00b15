package io.github.walnut.app;

import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Parts of which nothing is known yet, as right after the start. That is borne for a minute; then
 * no news is bad news.
 */
final class Unknowns {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, Long> since = new ConcurrentHashMap<>();
    private final Clock clock;

    Unknowns(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param unknown nothing is known of it now
     * @return whether that is so, and no longer than it is borne
     */
    boolean patient(String part, boolean unknown) {
        if (!unknown) {
            since.remove(part);
            return false;
        }
        long now = clock.monotonicMillis();
        return now - since.computeIfAbsent(part, each -> now) < PATIENCE.toMillis();
    }
}
