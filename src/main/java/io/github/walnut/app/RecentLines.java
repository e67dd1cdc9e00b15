package io.github.walnut.app;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.walnut.api.LogReads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The last 5,000 lines of the log, in memory. */
final class RecentLines extends AppenderBase<ILoggingEvent> implements LogReads {

    private static final String NAME = "recent-lines";
    private static final int MOST = 5_000;
    private static final int LONGEST = 2_000;

    private final Deque<Line> lines = new ArrayDeque<>();
    private long newest;

    private RecentLines() {}

    /** The one of this process; it remembers from the first call on. */
    static synchronized RecentLines shared() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(NAME) instanceof RecentLines known) {
            return known;
        }
        RecentLines made = new RecentLines();
        made.setName(NAME);
        made.setContext(context);
        made.start();
        root.addAppender(made);
        return made;
    }

    /** As texts. */
    List<String> lines() {
        return after(0, MOST).stream().map(RecentLines::text).toList();
    }

    private static String text(Line line) {
        return line.at()
                + " "
                + String.format("%-5s", line.level())
                + " "
                + line.logger()
                + " "
                + line.message();
    }

    @Override
    public long newest() {
        synchronized (lines) {
            return newest;
        }
    }

    @Override
    public List<Line> after(long number, int most) {
        synchronized (lines) {
            long skipped = Math.max(0, number - (newest - lines.size()));
            return lines.stream().skip(skipped).limit(most).toList();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        String message = MaskedEvent.of(event, getContext()).getFormattedMessage();
        synchronized (lines) {
            newest++;
            lines.addLast(
                    new Line(
                            newest,
                            event.getInstant(),
                            event.getLevel().toString(),
                            event.getLoggerName(),
                            message.substring(0, Math.min(LONGEST, message.length()))));
            if (lines.size() > MOST) {
                lines.removeFirst();
            }
        }
    }
}
