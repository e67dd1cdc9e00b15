package io.github.walnut.dispatch;

import io.github.walnut.run.RunListener;
import io.github.walnut.run.RunRequest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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

    /** A match that a policy before it stopped. */
    void stopped(RunRequest match, UUID byPolicy) {
        String what = "the stop of a match of policy " + match.policy().id();
        executor.execute(() -> tell(what, listener -> listener.stopped(match, byPolicy)));
    }

    private void tell(Notice notice) {
        try (RunLog log = RunLog.of(notice.run())) {
            tell(notice.type() + " of run " + notice.run().id(), notice.telling());
        }
    }

    private void tell(String what, Consumer<RunListener> telling) {
        for (RunListener listener : listeners) {
            try {
                telling.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("listener {} failed at {}", listener.getClass().getName(), what, e);
            }
        }
    }
}
