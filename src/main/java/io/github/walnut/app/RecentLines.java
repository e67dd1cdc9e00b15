package io.github.walnut.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last 5,000 lines of the log, in memory. */
final class RecentLines extends AppenderBase<ILoggingEvent> {

    private static final String NAME = "recent-lines";
    private static final int MOST = 5_000;
    private static final int LONGEST = 2_000;

    private final Deque<String> lines = new ArrayDeque<>();
    private final PatternLayoutEncoder encoder = new PatternLayoutEncoder();

    private RecentLines() {}

    /** The one of this process; it remembers from the first call on. */
    static synchronized RecentLines shared() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(NAME) instanceof RecentLines known) {
            return known;
        }
        RecentLines made = new RecentLines();
        made.setName(NAME);
        made.setContext(context);
        made.encoder.setContext(context);
        made.encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{24} %msg%n");
        made.encoder.start();
        made.start();
        root.addAppender(made);
        return made;
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        String text = new String(encoder.encode(event), StandardCharsets.UTF_8).stripTrailing();
        synchronized (lines) {
            lines.addLast(text.substring(0, Math.min(LONGEST, text.length())));
            if (lines.size() > MOST) {
                lines.removeFirst();
            }
        }
    }
}
