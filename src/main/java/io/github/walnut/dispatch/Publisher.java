package io.github.walnut.dispatch;

import io.github.walnut.run.RunListener;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what was journaled. Whatever they do, no run hears of it. */
final class Publisher {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final List<RunListener> listeners;
    private final Executor executor;

    /**
     * @param executor runs one task after the other, in the order in which they came
     */
    Publisher(List<RunListener> listeners, Executor executor) {
        this.listeners = List.copyOf(listeners);
        this.executor = executor;
    }

    void publish(List<Notice> notices) {
        notices.forEach(notice -> executor.execute(() -> tell(notice)));
    }

    private void tell(Notice notice) {
        for (RunListener listener : listeners) {
            try {
                listener.changed(notice.type(), notice.run(), notice.changed());
            } catch (RuntimeException e) {
                LOG.warn(
                        "listener {} failed at {} of run {}",
                        listener.getClass().getName(),
                        notice.type(),
                        notice.run().id(),
                        e);
            }
        }
    }
}
