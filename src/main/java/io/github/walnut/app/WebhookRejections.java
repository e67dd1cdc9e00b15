package io.github.walnut.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Refused proofs of calls, hook by hook: when so many came that somebody should know. */
final class WebhookRejections {

    private static final int MANY = 10;
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Duration QUIET = Duration.ofHours(1);

    private final Map<String, Deque<Instant>> refused = new HashMap<>();
    private final Map<String, Instant> told = new HashMap<>();

    /**
     * One more was refused.
     *
     * @return whether it is time to tell
     */
    synchronized boolean refused(String hook, Instant now) {
        Deque<Instant> times = refused.computeIfAbsent(hook, name -> new ArrayDeque<>());
        times.addLast(now);
        while (times.size() > MANY || times.peekFirst().isBefore(now.minus(WITHIN))) {
            times.removeFirst();
        }
        Instant last = told.get(hook);
        boolean quiet = last != null && now.isBefore(last.plus(QUIET));
        if (times.size() < MANY || quiet) {
            return false;
        }
        told.put(hook, now);
        return true;
    }
}
