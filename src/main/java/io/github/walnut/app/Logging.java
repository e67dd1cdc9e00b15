package io.github.walnut.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.Setting;
import io.github.walnut.security.SecretFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Levels, form and places of the log as configured. */
final class Logging {

    private static final String LINE =
            "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{24} %msg%replace( correlation_id=%X{correlation_id}"
                    + " run_id=%X{run_id} request_id=%X{request_id}){' [a-z_]+=(?= |$)', ''}%n";

    private final LoggerContext context;
    private final Configuration configuration;

    private Logging(LoggerContext context, Configuration configuration) {
        this.context = context;
        this.configuration = configuration;
    }

    static void apply(Configuration configuration) {
        apply((LoggerContext) LoggerFactory.getILoggerFactory(), configuration);
    }

    /** No line tells what this knows as a secret; a later one takes the place of an earlier. */
    static void mask(SecretFilter filter) {
        MaskedEvent.use((LoggerContext) LoggerFactory.getILoggerFactory(), filter);
    }

    static void apply(LoggerContext context, Configuration configuration) {
        new Logging(context, configuration).apply();
    }

    private void apply() {
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(configuration.text(Setting.LOG_LEVEL)));
        configuration
                .loggerLevels()
                .forEach(
                        (logger, level) ->
                                context.getLogger(logger).setLevel(Level.toLevel(level)));
        List<Appender<ILoggingEvent>> places = new ArrayList<>();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setEncoder(encoder());
        places.add(console);
        String file = configuration.text(Setting.LOG_FILE);
        if (file != null) {
            places.add(file(Path.of(file).toAbsolutePath().normalize()));
        }
        for (Appender<ILoggingEvent> place : places) {
            place.setContext(context);
            place.start();
        }
        FoldedLines folded = new FoldedLines(places);
        folded.setContext(context);
        folded.start();
        root.detachAndStopAllAppenders();
        root.addAppender(folded);
    }

    private PrivateLogFile file(Path file) {
        PrivateLogFile appender = PrivateLogFile.at(file);
        appender.setEncoder(encoder());
        return appender;
    }

    private Encoder<ILoggingEvent> encoder() {
        Encoder<ILoggingEvent> encoder;
        if (configuration.text(Setting.LOG_FORMAT).equals("json")) {
            encoder = new JsonLines();
        } else {
            TextLines lines = new TextLines();
            lines.setContext(context);
            lines.setPattern(LINE);
            lines.start();
            LayoutWrappingEncoder<ILoggingEvent> text = new LayoutWrappingEncoder<>();
            text.setLayout(lines);
            encoder = text;
        }
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
