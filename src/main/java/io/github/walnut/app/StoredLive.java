package io.github.walnut.app;

import io.github.walnut.api.LiveLog;
import io.github.walnut.publish.QueueFigure;
import io.github.walnut.store.LiveMessageRepository;
import io.github.walnut.store.LiveMessageRepository.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what sockets were told a moment later, in batches. What could not be written is missing,
 * and those who ask for it are told so.
 */
final class StoredLive implements LiveLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoredLive.class);
    private static final long PAUSE_MILLIS = 250;
    private static final int MOST_WAITING = 10_000;
    private static final int TRIM_EVERY = 1_000;

    private final LiveMessageRepository messages;
    private final LiveNumbers numbers;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread daemon = new Thread(task, "live-log");
                        daemon.setDaemon(true);
                        return daemon;
                    });
    private final List<Message> waiting = new ArrayList<>();
    private long completeSince;
    private int sinceTrim;
    private boolean scheduled;
    private boolean closed;
    private long dropped;

    StoredLive(LiveMessageRepository messages, LiveNumbers numbers) {
        this.messages = messages;
        this.numbers = numbers;
        this.completeSince = numbers.completeSince();
    }

    @Override
    public synchronized void append(Line line) {
        if (closed) {
            missingUpTo(line.seq());
            return;
        }
        if (waiting.size() >= MOST_WAITING) {
            missingUpTo(waiting.get(waiting.size() - 1).seq());
            dropped += waiting.size();
            waiting.clear();
        }
        waiting.add(
                new Message(
                        line.seq(),
                        line.at(),
                        line.topic(),
                        line.type(),
                        line.subject(),
                        line.severity(),
                        line.text()));
        if (!scheduled) {
            scheduled = true;
            thread.schedule(this::write, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized long completeSince() {
        return completeSince;
    }

    @Override
    public List<Line> after(long since, int most) {
        return messages.after(since, most).stream()
                .map(
                        message ->
                                new Line(
                                        message.seq(),
                                        message.at(),
                                        message.topic(),
                                        message.type(),
                                        message.subject(),
                                        message.severity(),
                                        message.text()))
                .toList();
    }

    /** What sockets were told and is not written yet. */
    QueueFigure figure() {
        return new QueueFigure("live_log", MOST_WAITING, this::size, this::dropped);
    }

    private synchronized int size() {
        return waiting.size();
    }

    private synchronized long dropped() {
        return dropped;
    }

    private synchronized List<Message> take() {
        scheduled = false;
        List<Message> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    private void write() {
        List<Message> taken = take();
        if (taken.isEmpty()) {
            return;
        }
        try {
            messages.append(taken);
            sinceTrim += taken.size();
            if (sinceTrim >= TRIM_EVERY) {
                sinceTrim = 0;
                missingUpTo(messages.trim());
            }
        } catch (RuntimeException e) {
            LOG.warn("what sockets were told is not kept for later: {}", e.getMessage());
            missingUpTo(taken.get(taken.size() - 1).seq());
        }
    }

    private synchronized void missingUpTo(long seq) {
        completeSince = Math.max(completeSince, seq);
    }

    /** Writes the rest, so that the next start can answer for this one. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            thread.execute(this::write);
            thread.shutdown();
        }
        if (thread.awaitTermination(5, TimeUnit.SECONDS)) {
            numbers.completeSince(completeSince());
        }
    }
}
