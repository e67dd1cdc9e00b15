package io.github.walnut.app;

import io.github.walnut.dispatch.NamedThreads;
import io.github.walnut.notify.Channel;
import io.github.walnut.notify.ChannelQueue;
import io.github.walnut.notify.Letter;
import io.github.walnut.store.OutboxRepository;
import io.github.walnut.ups.Clock;
import io.github.walnut.ups.Ids;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits, one message of a channel at a time, on four threads of its own that there are
 * only while there are channels. Channels whose last message did not arrive get two of them at
 * most.
 */
final class NotificationSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationSender.class);
    private static final int WORKERS = 4;
    private static final int FOR_TROUBLED = 2;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /** Events are stored before policies are asked what comes next. */
    private static final Duration DECIDED = Duration.ofMillis(200);

    private static final long CLOSING_SECONDS = 5;

    private final NotificationCalls calls;
    private final OutboxRepository outbox;
    private final Clock clock;
    private final Ids ids;
    private final ZoneId zone;
    private final BiConsumer<String, Boolean> troubles;
    private final Map<String, ChannelLane> lanes = new ConcurrentHashMap<>();
    private final Map<String, ScheduledFuture<?>> wakes = new ConcurrentHashMap<>();
    private final Set<String> working = ConcurrentHashMap.newKeySet();
    private final Set<String> askedAgain = ConcurrentHashMap.newKeySet();
    private final Semaphore troubled = new Semaphore(FOR_TROUBLED);
    private final Map<String, Map<String, LongAdder>> counts = new ConcurrentHashMap<>();
    private ScheduledThreadPoolExecutor threads;
    private boolean closed;
    private volatile UnaryOperator<Letter> rewording = letter -> letter;

    /**
     * @param troubles hears which channel fails from now on (true) or works again
     */
    NotificationSender(
            NotificationCalls calls,
            OutboxRepository outbox,
            Clock clock,
            Ids ids,
            ZoneId zone,
            BiConsumer<String, Boolean> troubles) {
        this.calls = calls;
        this.outbox = outbox;
        this.clock = clock;
        this.ids = ids;
        this.zone = zone;
        this.troubles = troubles;
    }

    /** Who finds words for a message that hold at the moment at which it goes. */
    void reword(UnaryOperator<Letter> newRewording) {
        rewording = newRewording;
    }

    /** There are these channels, with these rules. */
    synchronized void use(NotificationRules rules) {
        lanes.keySet().retainAll(rules.channels().keySet());
        counts.keySet().retainAll(rules.channels().keySet());
        if (rules.channels().isEmpty() || closed) {
            return;
        }
        if (threads == null) {
            threads = new ScheduledThreadPoolExecutor(WORKERS, new NamedThreads("notify"));
            threads.setRemoveOnCancelPolicy(true);
        }
        for (Channel channel : rules.channels().values()) {
            lanes.computeIfAbsent(
                            channel.id(),
                            id ->
                                    new ChannelLane(
                                            new ChannelQueue(
                                                    clock, ids, zone, channel, rules.templates()),
                                            outbox))
                    .use(channel, rules.templates());
            kick(channel.id());
        }
    }

    /** What an earlier process did not deliver. */
    void restore(List<Letter> letters) {
        Map<String, List<Letter>> byChannel = new LinkedHashMap<>();
        letters.forEach(
                letter ->
                        byChannel
                                .computeIfAbsent(letter.channel(), id -> new ArrayList<>())
                                .add(letter));
        byChannel.forEach(
                (channel, waiting) ->
                        lane(channel)
                                .ifPresentOrElse(
                                        lane -> {
                                            lane.change(queue -> queue.restore(waiting));
                                            kick(channel);
                                        },
                                        () ->
                                                LOG.warn(
                                                        "{} messages wait for channel {}, which is gone",
                                                        waiting.size(),
                                                        channel)));
    }

    Optional<ChannelLane> lane(String channel) {
        return Optional.ofNullable(lanes.get(channel));
    }

    void each(Consumer<ChannelLane> change) {
        lanes.values().forEach(change);
    }

    Map<String, ChannelLane> lanes() {
        return Map.copyOf(lanes);
    }

    /** How many messages of each channel came to which end, since the start. */
    Map<String, Map<String, LongAdder>> counts() {
        return counts;
    }

    /** Something of the channel may be due. */
    void kick(String channel) {
        later(channel, Duration.ZERO);
    }

    /** Something came; it goes as soon as what it leads to is known. */
    void came(String channel) {
        later(channel, DECIDED);
    }

    private synchronized void later(String channel, Duration pause) {
        if (threads == null || closed) {
            return;
        }
        ScheduledFuture<?> before = wakes.get(channel);
        if (before != null && before.getDelay(TimeUnit.MILLISECONDS) <= pause.toMillis()) {
            return;
        }
        if (before != null) {
            before.cancel(false);
        }
        try {
            wakes.put(
                    channel,
                    threads.schedule(
                            () -> work(channel),
                            Math.max(0, pause.toMillis()),
                            TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            LOG.debug("The sender ends", e);
        }
    }

    private synchronized void awake(String channel) {
        wakes.remove(channel);
    }

    private void work(String channel) {
        awake(channel);
        ChannelLane lane = lanes.get(channel);
        if (lane == null) {
            return;
        }
        if (!working.add(channel)) {
            askedAgain.add(channel);
            return;
        }
        boolean slow = lane.read(ChannelQueue::troubled);
        if (slow && !troubled.tryAcquire()) {
            working.remove(channel);
            later(channel, Duration.ofSeconds(1));
            return;
        }
        try {
            send(channel, lane);
        } catch (RuntimeException e) {
            LOG.error("Channel {} cannot be served", channel, e);
            later(channel, LOOK_AGAIN);
        } finally {
            if (slow) {
                troubled.release();
            }
            working.remove(channel);
            if (askedAgain.remove(channel)) {
                kick(channel);
            }
        }
    }

    private void send(String channel, ChannelLane lane) {
        Optional<Letter> next = lane.next(rewording);
        if (next.isPresent()) {
            deliver(channel, lane, next.get());
        }
        Duration pause = lane.pause(clock.now());
        if (next.isPresent()) {
            later(channel, Duration.ZERO);
        } else if (!lane.save()) {
            later(channel, LOOK_AGAIN);
        } else if (pause != null) {
            later(channel, pause);
        }
    }

    private void deliver(String channel, ChannelLane lane, Letter letter) {
        NotificationCalls.Attempt attempt;
        try {
            attempt = calls.send(letter);
        } catch (RuntimeException e) {
            LOG.error("The driver of channel {} failed", channel, e);
            attempt = new NotificationCalls.Attempt(false, true, null, e.toString(), null);
        }
        boolean turned;
        if (attempt.arrived()) {
            turned = lane.read(ChannelQueue::sent);
            count(channel, "sent");
        } else {
            NotificationCalls.Attempt vain = attempt;
            turned = lane.read(queue -> queue.vain(vain.repeat(), vain.wish(), vain.error()));
            count(channel, attempt.repeat() ? "retried" : "failed");
            LOG.warn(
                    "Message {} did not reach channel {}: {}",
                    letter.id(),
                    channel,
                    attempt.error());
        }
        lane.save();
        if (turned) {
            troubles.accept(channel, !attempt.arrived());
        }
    }

    private void count(String channel, String result) {
        counts.computeIfAbsent(channel, id -> new ConcurrentHashMap<>())
                .computeIfAbsent(result, word -> new LongAdder())
                .increment();
    }

    /** Does something else of notifications on the same threads, after a while. */
    synchronized Optional<ScheduledFuture<?>> after(Duration pause, Runnable task) {
        return threads == null || closed
                ? Optional.empty()
                : Optional.of(threads.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** What is under way comes to its end; the rest waits for the next start. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            if (threads == null) {
                return;
            }
            threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            threads.shutdown();
        }
        if (!threads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
            threads.shutdownNow();
        }
        lanes.values().forEach(ChannelLane::save);
    }
}
