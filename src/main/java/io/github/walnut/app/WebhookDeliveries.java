package io.github.walnut.app;

import io.github.walnut.store.StoreUnavailableException;
import io.github.walnut.store.WebhookRepository;
import io.github.walnut.store.WebhookRepository.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What hooks brought in the last day. The newest are known here, too: while the store is away a
 * call that is repeated still has one effect.
 */
final class WebhookDeliveries {

    static final Duration KEPT = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(WebhookDeliveries.class);
    private static final int MOST = 1_000;

    private final WebhookRepository repository;
    private final Deque<Delivery> recent = new ArrayDeque<>();

    WebhookDeliveries(WebhookRepository repository) {
        this.repository = repository;
    }

    /**
     * The event that an earlier call became of which this one is a repetition.
     *
     * @param id the caller's, or null
     * @param dedupe how long an equal body is a repetition; zero for never
     */
    synchronized Optional<UUID> first(
            String hook, String id, String bodySha256, Duration dedupe, Instant now) {
        Optional<UUID> byId = id == null ? Optional.empty() : byId(hook, id, now.minus(KEPT));
        return byId.isPresent() || dedupe.isZero()
                ? byId
                : byBody(hook, bodySha256, now.minus(dedupe));
    }

    private Optional<UUID> byId(String hook, String id, Instant since) {
        return recent.stream()
                .filter(known -> known.hook().equals(hook) && known.id().equals(id))
                .filter(known -> !known.at().isBefore(since))
                .map(Delivery::eventId)
                .findFirst()
                .or(() -> stored(() -> repository.byId(hook, id, since)));
    }

    private Optional<UUID> byBody(String hook, String bodySha256, Instant since) {
        return recent.stream()
                .filter(known -> known.hook().equals(hook))
                .filter(known -> known.bodySha256().equals(bodySha256))
                .filter(known -> !known.at().isBefore(since))
                .map(Delivery::eventId)
                .findFirst()
                .or(() -> stored(() -> repository.byBody(hook, bodySha256, since)));
    }

    private static Optional<UUID> stored(java.util.function.Supplier<Optional<UUID>> question) {
        try {
            return question.get();
        } catch (StoreUnavailableException e) {
            LOG.warn("earlier calls of webhooks are not known now: {}", e.getMessage());
            return Optional.empty();
        }
    }

    synchronized void keep(Delivery delivery) {
        recent.addFirst(delivery);
        if (recent.size() > MOST) {
            recent.removeLast();
        }
        try {
            repository.keep(delivery, delivery.at().minus(KEPT));
        } catch (StoreUnavailableException e) {
            LOG.warn("a call of {} is remembered in memory: {}", delivery.hook(), e.getMessage());
        }
    }
}
