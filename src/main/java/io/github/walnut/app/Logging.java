package io.github.walnut.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets level and form of the log as configured. */
final class Logging {

    private Logging() {}

    static void apply(Configuration configuration) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(configuration.text(Setting.LOG_LEVEL)));
        if (configuration.text(Setting.LOG_FORMAT).equals("json")) {
            ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
            LogstashEncoder encoder = new LogstashEncoder();
            encoder.setContext(context);
            encoder.start();
            appender.setContext(context);
            appender.setEncoder(encoder);
            appender.start();
            root.detachAndStopAllAppenders();
            root.addAppender(appender);
        }
    }
}
