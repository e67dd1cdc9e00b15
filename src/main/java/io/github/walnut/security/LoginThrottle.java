package io.github.walnut.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Slows down guessing: after five failures within 15 minutes an account waits 1 s, doubling with
 * each further failure up to 15 min; an address may try 20 times and the server 200 times a minute.
 * Refused attempts cost no hash. What is counted is kept over a restart.
 */
public final class LoginThrottle {

    private static final int FREE_FAILURES = 5;
    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(15);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
    private static final int PER_ADDRESS = 20;
    private static final int PER_SERVER = 200;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TOLD_EVERY = Duration.ofHours(1);
    private static final int KEPT = 10_000;
    private static final String ACCOUNT = "account ";
    private static final String ADDRESS = "address ";
    private static final String SERVER = "server";

    private record Failures(int count, Instant first, Instant last) {
        Instant until() {
            return last.plus(delay());
        }

        /** Long ago, so that it counts no more. */
        boolean over(Instant now) {
            return until().plus(FAILURE_WINDOW).isBefore(now);
        }

        Duration delay() {
            int over = count - FREE_FAILURES;
            if (over < 0) {
                return Duration.ZERO;
            }
            Duration delay = Duration.ofSeconds(1L << Math.min(over, 10));
            return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
        }
    }

    private final ThrottleStore store;
    private final Clock clock;
    private final Map<String, Failures> accounts = new Bounded<>();
    private final Map<String, Deque<Instant>> attempts = new Bounded<>();
    private final Map<String, Instant> told = new Bounded<>();
    private final Map<String, Integer> trying = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private Consumer<String> listener = account -> {};

    LoginThrottle(ThrottleStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        store.entries(KEPT).forEach(this::remember);
    }

    private void remember(ThrottleStore.Entry entry) {
        if (entry.key().startsWith(ACCOUNT)) {
            Failures bare = new Failures(entry.failures(), entry.firstAt(), entry.untilAt());
            accounts.put(
                    entry.key().substring(ACCOUNT.length()),
                    new Failures(
                            entry.failures(),
                            entry.firstAt(),
                            entry.untilAt().minus(bare.delay())));
            return;
        }
        Deque<Instant> times = new ArrayDeque<>();
        for (int i = 0; i < entry.failures(); i++) {
            times.add(entry.firstAt());
        }
        attempts.put(entry.key(), times);
    }

    /** The listener hears an account that has to wait, once an hour, on the thread that asked. */
    void onThrottled(Consumer<String> hears) {
        listener = hears;
    }

    /** Counts the attempt; throws {@link AuthException} with the time to wait. */
    public Guess attempt(String account, String address) {
        try {
            count(account, address);
            return new Guess(this, account);
        } catch (AuthException refused) {
            if (firstInAnHour(account)) {
                listener.accept(account);
            }
            throw refused;
        }
    }

    private synchronized void count(String account, String address) {
        requireOpen(account);
        Instant now = clock.instant();
        take(ADDRESS + AddressRange.party(address), PER_ADDRESS, now);
        take(SERVER, PER_SERVER, now);
    }

    /** Tries under way count as failures until they are over, so that no two slip in together. */
    synchronized void begin(String account) {
        requireOpen(account);
        int others = trying.getOrDefault(account, 0);
        Instant now = clock.instant();
        Failures failures = accounts.get(account);
        int failed = failures == null || failures.over(now) ? 0 : failures.count();
        if (others > 0 && others + failed >= FREE_FAILURES) {
            refuseUntil(now.plusSeconds(1), now);
        }
        trying.merge(account, 1, Integer::sum);
    }

    synchronized void over(String account) {
        trying.computeIfPresent(account, (same, count) -> count == 1 ? null : count - 1);
    }

    private synchronized void requireOpen(String account) {
        Failures failures = accounts.get(account);
        if (failures != null) {
            refuseUntil(failures.until(), clock.instant());
        }
    }

    /** Only of an account that waits itself, not of one that suffers from others. */
    private synchronized boolean firstInAnHour(String account) {
        Instant now = clock.instant();
        Instant before = told.get(account);
        boolean due = before == null || !now.isBefore(before.plus(TOLD_EVERY));
        if (!due || lockedUntil(account) == null) {
            return false;
        }
        told.put(account, now);
        return true;
    }

    /** Until when this account waits; null when it does not. */
    public synchronized Instant lockedUntil(String account) {
        Failures failures = accounts.get(account);
        return failures != null && clock.instant().isBefore(failures.until())
                ? failures.until()
                : null;
    }

    public synchronized void failed(String account) {
        Instant now = clock.instant();
        Failures before = accounts.get(account);
        boolean fresh = before == null || before.over(now);
        accounts.put(
                account,
                fresh
                        ? new Failures(1, now, now)
                        : new Failures(before.count() + 1, before.first(), now));
        changed.add(ACCOUNT + account);
    }

    public synchronized void succeeded(String account) {
        if (accounts.remove(account) != null) {
            changed.add(ACCOUNT + account);
        }
    }

    /** Brings the store up to date with what was counted since. */
    void write() {
        List<ThrottleStore.Entry> entries = new ArrayList<>();
        List<String> forgiven = new ArrayList<>();
        synchronized (this) {
            for (String key : changed) {
                ThrottleStore.Entry entry = entry(key);
                if (entry == null) {
                    forgiven.add(key);
                } else {
                    entries.add(entry);
                }
            }
            changed.clear();
        }
        if (!entries.isEmpty() || !forgiven.isEmpty()) {
            store.save(entries, forgiven);
        }
    }

    private ThrottleStore.Entry entry(String key) {
        if (key.startsWith(ACCOUNT)) {
            Failures failures = accounts.get(key.substring(ACCOUNT.length()));
            return failures == null
                    ? null
                    : new ThrottleStore.Entry(
                            key, failures.count(), failures.first(), failures.until());
        }
        Deque<Instant> times = attempts.get(key);
        return times == null || times.isEmpty()
                ? null
                : new ThrottleStore.Entry(
                        key, times.size(), times.peekFirst(), times.peekLast().plus(MINUTE));
    }

    private void take(String key, int limit, Instant now) {
        Deque<Instant> times = attempts.computeIfAbsent(key, any -> new ArrayDeque<>());
        while (!times.isEmpty() && !times.peekFirst().plus(MINUTE).isAfter(now)) {
            times.removeFirst();
        }
        if (times.size() >= limit) {
            refuseUntil(times.peekFirst().plus(MINUTE), now);
        }
        times.addLast(now);
        changed.add(key);
    }

    private static void refuseUntil(Instant until, Instant now) {
        if (now.isBefore(until)) {
            throw new AuthException(
                    AuthException.Code.LOGIN_THROTTLED,
                    "Too many attempts to log in",
                    Duration.between(now, until));
        }
    }

    /** Forgets what nobody asked for the longest, so that invented names cannot fill the memory. */
    private static final class Bounded<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        Bounded() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > KEPT;
        }
    }
}
