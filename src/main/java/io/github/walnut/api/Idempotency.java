package io.github.walnut.api;

import io.github.walnut.security.Digests;
import io.github.walnut.store.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One effect for each {@code Idempotency-Key}: a request that comes again gets the first answer.
 * While the store takes nothing, keys are remembered in memory, since work that people ask for in
 * an outage must not wait for the store.
 */
final class Idempotency {

    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final Duration KEPT = Duration.ofHours(24);

    /** Refusals that say nothing about the work: the caller mends them and sends the same again. */
    private static final Set<Integer> BEFORE_THE_WORK = Set.of(401, 403, 429);

    private final IdempotencyKeys stored;
    private final IdempotencyKeys recent = new RecentKeys();
    private final Map<IdempotencyKeys.Key, String> running = new ConcurrentHashMap<>();
    private final Clock clock;

    Idempotency(IdempotencyKeys stored, Clock clock) {
        this.stored = stored;
        this.clock = clock;
    }

    /**
     * Without a key, or a login that the key would belong to, the work is simply done; so is what
     * needs no login, whose path may hold a secret.
     */
    Answer handle(Call call, Incoming incoming, Supplier<Answer> work) {
        String word = call.text(HEADER);
        if (word == null || call.principal() == null || call.operation().open()) {
            return work.get();
        }
        IdempotencyKeys.Key key =
                new IdempotencyKeys.Key(
                        call.principal().userId().toString(), incoming.instance(), word);
        String fingerprint = fingerprint(incoming);
        String other = running.putIfAbsent(key, fingerprint);
        if (other != null) {
            requireSame(other, fingerprint);
            throw new Problem(
                            ProblemCode.IDEMPOTENCY_IN_PROGRESS,
                            "The first request with this key is still being carried out")
                    .retryAfter(Duration.ofSeconds(1));
        }
        try {
            Optional<IdempotencyKeys.Kept> kept = find(key);
            return kept.isPresent()
                    ? replay(call, kept.get(), fingerprint)
                    : first(call.operation(), key, fingerprint, work);
        } finally {
            running.remove(key);
        }
    }

    private Answer first(
            Operation operation,
            IdempotencyKeys.Key key,
            String fingerprint,
            Supplier<Answer> work) {
        Instant now = clock.instant();
        IdempotencyKeys keys =
                reachable(
                        to -> {
                            to.begin(key, fingerprint, now, now.minus(KEPT));
                            return to;
                        });
        Answer answer = work.get();
        boolean secret = operation.shownOnce() && answer.status() < 400;
        Answer kept = secret ? new Answer(answer.status(), Map.of(), null) : answer;
        try {
            settle(keys, key, kept);
        } catch (StoreUnavailableException e) {
            LOG.warn("the answer for an idempotency key stays in memory: {}", e.getMessage());
            recent.begin(key, fingerprint, now, now.minus(KEPT));
            settle(recent, key, kept);
        }
        return answer;
    }

    private static void settle(IdempotencyKeys keys, IdempotencyKeys.Key key, Answer answer) {
        if (answer.stream() != null
                || answer.status() >= 500
                || BEFORE_THE_WORK.contains(answer.status())) {
            keys.forget(key);
        } else {
            keys.finish(key, answer.status(), answer.headers(), answer.text());
        }
    }

    private Optional<IdempotencyKeys.Kept> find(IdempotencyKeys.Key key) {
        Instant since = clock.instant().minus(KEPT);
        return recent.find(key, since).or(() -> reachable(keys -> keys.find(key, since)));
    }

    private <T> T reachable(Function<IdempotencyKeys, T> use) {
        try {
            return use.apply(stored);
        } catch (StoreUnavailableException e) {
            LOG.warn("idempotency keys are kept in memory: {}", e.getMessage());
            return use.apply(recent);
        }
    }

    private static Answer replay(Call call, IdempotencyKeys.Kept kept, String fingerprint) {
        requireSame(kept.fingerprint(), fingerprint);
        if (kept.status() == null) {
            throw new Problem(
                    ProblemCode.CONFLICT,
                    "walNUT ended while it carried this out; look what became of it, and use"
                            + " another key to do it again");
        }
        if (call.operation().shownOnce() && kept.status() < 400) {
            throw new Problem(
                    ProblemCode.CONFLICT,
                    "This was done; its answer held a secret, which is shown only once");
        }
        return new Answer(kept.status(), kept.headers(), kept.text()).with(REPLAYED, "true");
    }

    private static void requireSame(String first, String now) {
        if (!first.equals(now)) {
            throw new Problem(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "This key was used for a request with another body");
        }
    }

    private static String fingerprint(Incoming incoming) {
        return Digests.sha256Hex(incoming.query() + "\n" + incoming.text());
    }
}
