package io.github.walnut.app;

import io.github.walnut.notify.Channel;
import io.github.walnut.notify.ChannelQueue;
import io.github.walnut.notify.DigestWriter;
import io.github.walnut.notify.Letter;
import io.github.walnut.store.OutboxRepository;
import io.github.walnut.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel's queue for several threads, with what of it is not stored yet. While the store is
 * away messages go all the same.
 */
final class ChannelLane {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelLane.class);

    /** Closed messages beyond these are not stored any more when the store stays away. */
    private static final int MOST_UNSAVED = 2 * ChannelQueue.MOST;

    private final ChannelQueue queue;
    private final OutboxRepository outbox;
    private final Map<UUID, Letter> unsaved = new LinkedHashMap<>();

    ChannelLane(ChannelQueue queue, OutboxRepository outbox) {
        this.queue = queue;
        this.outbox = outbox;
    }

    /** What is read of the queue; the lane is held meanwhile. */
    synchronized <T> T read(Function<ChannelQueue, T> reading) {
        return reading.apply(queue);
    }

    synchronized void change(Consumer<ChannelQueue> change) {
        change.accept(queue);
    }

    synchronized void use(Channel rules, DigestWriter writer) {
        queue.use(rules, writer);
    }

    /**
     * The message that goes now; that it goes is stored, unless the store is away.
     *
     * @param rewording finds the words for it that hold now
     */
    Optional<Letter> next(UnaryOperator<Letter> rewording) {
        Optional<Letter> next = read(ChannelQueue::next).map(rewording);
        next.ifPresent(letter -> change(queue -> queue.reword(letter)));
        save();
        return next;
    }

    /** Stores what changed; false when it could not. */
    boolean save() {
        List<Letter> letters;
        synchronized (this) {
            queue.takeChanged().forEach(letter -> unsaved.put(letter.id(), letter));
            unsaved.values().stream()
                    .filter(letter -> letter.state().closed())
                    .limit(Math.max(0, unsaved.size() - MOST_UNSAVED))
                    .map(Letter::id)
                    .toList()
                    .forEach(unsaved::remove);
            letters = List.copyOf(unsaved.values());
        }
        if (letters.isEmpty()) {
            return true;
        }
        try {
            outbox.save(letters);
        } catch (StoreUnavailableException e) {
            LOG.warn("{} messages are not stored for now: {}", letters.size(), e.getMessage());
            return false;
        }
        synchronized (this) {
            letters.forEach(letter -> unsaved.remove(letter.id(), letter));
        }
        return true;
    }

    /** When to look again, if nothing happens before; null for never. */
    synchronized Duration pause(Instant now) {
        Instant at = queue.wakeAt();
        return at == null ? null : Duration.between(now, at);
    }
}
