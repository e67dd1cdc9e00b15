package io.github.walnut.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Writes the same warning or error once a minute at most, and then how often it came meanwhile; a
 * log that is full of one fault hides all others. No line leaves with a secret in it.
 */
final class FoldedLines extends AppenderBase<ILoggingEvent> {

    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MOST_KEPT = 1_000;

    private final List<Appender<ILoggingEvent>> appenders;
    private final Map<Line, Window> windows = new LinkedHashMap<>();
    private ScheduledFuture<?> timer;

    private record Line(String logger, Level level, String message, String error) {

        static Line of(ILoggingEvent event) {
            return new Line(
                    event.getLoggerName(),
                    event.getLevel(),
                    event.getFormattedMessage(),
                    event.getThrowableProxy() == null
                            ? null
                            : event.getThrowableProxy().getClassName());
        }
    }

    /** One line since it was written; {@code last} is the newest that was not. */
    private static final class Window {
        private final long since;
        private int folded;
        private ILoggingEvent last;

        Window(long since) {
            this.since = since;
        }

        void fold(ILoggingEvent event) {
            folded++;
            last = event;
        }
    }

    /**
     * @param appenders where lines go; started, and stopped with this one
     */
    FoldedLines(List<Appender<ILoggingEvent>> appenders) {
        this.appenders = appenders;
    }

    @Override
    public void start() {
        timer =
                getContext()
                        .getScheduledExecutorService()
                        .scheduleAtFixedRate(
                                () -> flush(System.currentTimeMillis()),
                                WINDOW.toMillis(),
                                WINDOW.toMillis(),
                                TimeUnit.MILLISECONDS);
        super.start();
    }

    @Override
    public void stop() {
        timer.cancel(false);
        flush(Long.MAX_VALUE);
        super.stop();
        appenders.forEach(Appender::stop);
    }

    @Override
    protected void append(ILoggingEvent told) {
        ILoggingEvent event = MaskedEvent.of(told, getContext());
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            write(event);
            return;
        }
        event.prepareForDeferredProcessing();
        Line line = Line.of(event);
        Window open = windows.get(line);
        if (open != null && event.getTimeStamp() - open.since < WINDOW.toMillis()) {
            open.fold(event);
            return;
        }
        if (open != null) {
            tell(line, open);
        }
        windows.put(line, new Window(event.getTimeStamp()));
        write(event);
        if (windows.size() > MOST_KEPT) {
            Iterator<Map.Entry<Line, Window>> oldest = windows.entrySet().iterator();
            Map.Entry<Line, Window> gone = oldest.next();
            oldest.remove();
            tell(gone.getKey(), gone.getValue());
        }
    }

    /**
     * Tells what was folded in windows that are over.
     *
     * @param now in milliseconds since 1970
     */
    synchronized void flush(long now) {
        windows.entrySet()
                .removeIf(
                        entry -> {
                            boolean over = now - entry.getValue().since >= WINDOW.toMillis();
                            if (over) {
                                tell(entry.getKey(), entry.getValue());
                            }
                            return over;
                        });
    }

    private void tell(Line line, Window window) {
        if (window.folded == 0) {
            return;
        }
        ILoggingEvent last = window.last;
        LoggingEvent told = new LoggingEvent();
        told.setLoggerName(line.logger());
        told.setLevel(line.level());
        told.setThreadName(last.getThreadName());
        told.setInstant(last.getInstant());
        told.setMDCPropertyMap(last.getMDCPropertyMap());
        told.setMessage(line.message() + " (" + window.folded + " more within a minute)");
        write(told);
    }

    private void write(ILoggingEvent event) {
        appenders.forEach(appender -> appender.doAppend(event));
    }
}
