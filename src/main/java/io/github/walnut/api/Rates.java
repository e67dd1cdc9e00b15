package io.github.walnut.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts requests: a bucket for each session or token, and one for each address that has neither. A
 * bucket holds as many as may come at once, and fills by the second.
 */
final class Rates {

    private static final int MOST = 20_000;

    private final RateLimits limits;
    private final Clock clock;
    private final Map<String, Bucket> buckets =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > MOST;
                }
            };

    Rates(RateLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    private record Bucket(double left, Instant at) {}

    /**
     * What is left to a caller after a request.
     *
     * @param remaining -1 when this request was one too many
     * @param full until as many as may come at once may come again
     * @param next until one more may come
     */
    record Standing(int limit, int remaining, Duration full, Duration next) {
        boolean exceeded() {
            return remaining < 0;
        }
    }

    Standing ofCaller(Principal principal) {
        return count("caller " + principal.sessionId(), limits.caller(), limits.callerBurst());
    }

    Standing ofAddress(String address) {
        return count("address " + address, limits.address(), limits.addressBurst());
    }

    /** As many at once as in a minute. */
    Standing ofHook(String hook, String address, int perMinute) {
        return count("hook " + hook + " " + address, perMinute / 60.0, perMinute);
    }

    private synchronized Standing count(String key, double perSecond, int burst) {
        Instant now = clock.instant();
        Bucket before = buckets.getOrDefault(key, new Bucket(burst, now));
        double came =
                Math.max(0, Duration.between(before.at(), now).toMillis()) / 1000.0 * perSecond;
        double had = Math.min(burst, before.left() + came);
        double left = had < 1 ? had : had - 1;
        buckets.put(key, new Bucket(left, now));
        return new Standing(
                burst,
                had < 1 ? -1 : (int) left,
                seconds((burst - left) / perSecond),
                seconds((1 - left) / perSecond));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofSeconds((long) Math.ceil(Math.max(0, seconds)));
    }
}
