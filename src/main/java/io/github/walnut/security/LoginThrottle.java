package io.github.walnut.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after five failures within 15 minutes an account waits 1 s, doubling with
 * each further failure up to 15 min; an address may try 20 times and the server 200 times a minute.
 * Refused attempts cost no hash.
 */
public final class LoginThrottle {

    private static final int FREE_FAILURES = 5;
    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(15);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
    private static final int PER_ADDRESS = 20;
    private static final int PER_SERVER = 200;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int KEPT = 10_000;

    private record Failures(int count, Instant last) {}

    private final Clock clock;
    private final Map<String, Failures> accounts = new Bounded<>();
    private final Map<String, Deque<Instant>> addresses = new Bounded<>();
    private final Deque<Instant> server = new ArrayDeque<>();

    public LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /** Counts the attempt; throws {@link AuthException} with the time to wait. */
    public synchronized void attempt(String account, String address) {
        Instant now = clock.instant();
        Failures failures = accounts.get(account);
        if (failures != null) {
            refuseUntil(failures.last().plus(delay(failures)), now);
        }
        Deque<Instant> ofAddress = addresses.computeIfAbsent(address, a -> new ArrayDeque<>());
        take(ofAddress, PER_ADDRESS, now);
        take(server, PER_SERVER, now);
    }

    public synchronized void failed(String account) {
        Instant now = clock.instant();
        Failures before = accounts.get(account);
        boolean fresh = before == null || before.last().plus(FAILURE_WINDOW).isBefore(now);
        accounts.put(account, new Failures(fresh ? 1 : before.count() + 1, now));
    }

    public synchronized void succeeded(String account) {
        accounts.remove(account);
    }

    private static Duration delay(Failures failures) {
        int over = failures.count() - FREE_FAILURES;
        if (over < 0) {
            return Duration.ZERO;
        }
        Duration delay = Duration.ofSeconds(1L << Math.min(over, 10));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }

    private static void take(Deque<Instant> attempts, int limit, Instant now) {
        while (!attempts.isEmpty() && !attempts.peekFirst().plus(MINUTE).isAfter(now)) {
            attempts.removeFirst();
        }
        if (attempts.size() >= limit) {
            refuseUntil(attempts.peekFirst().plus(MINUTE), now);
        }
        attempts.addLast(now);
    }

    private static void refuseUntil(Instant until, Instant now) {
        if (now.isBefore(until)) {
            throw new AuthException(
                    AuthException.Code.LOGIN_THROTTLED,
                    "Too many attempts to log in",
                    Duration.between(now, until));
        }
    }

    /** Forgets the eldest entry, so that invented names cannot fill the memory. */
    private static final class Bounded<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > KEPT;
        }
    }
}
