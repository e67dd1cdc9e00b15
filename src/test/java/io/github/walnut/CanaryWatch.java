package io.github.walnut;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the log of every test of the whole run, by its entry in {@code META-INF/services}, and
 * fails the test in which a line told a secret.
 */
public final class CanaryWatch implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final String NAME = "canaries";

    @Override
    public void beforeAll(ExtensionContext test) {
        log();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        fail();
    }

    @Override
    public void afterAll(ExtensionContext test) {
        fail();
    }

    private static void fail() {
        assertThat(log().drained()).as("secrets in the log").isEmpty();
    }

    /** What came on a thread that is not the test's; the test fails at its end. */
    public static void heard(String where, String text) {
        log().hear(where, text);
    }

    /** The one ear of this process. */
    static Ear log() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        if (root.getAppender(NAME) instanceof Ear known) {
            return known;
        }
        Ear ear = new Ear();
        ear.setName(NAME);
        ear.setContext(context);
        ear.start();
        root.addAppender(ear);
        return ear;
    }

    /** Keeps the lines with a secret, and no other. */
    static final class Ear extends AppenderBase<ILoggingEvent> {

        private final Queue<String> found = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            hear(event.getLoggerName(), event.getFormattedMessage());
            hear(event.getLoggerName(), event.getMDCPropertyMap().toString());
            IThrowableProxy error = event.getThrowableProxy();
            while (error != null) {
                hear(event.getLoggerName(), String.valueOf(error.getMessage()));
                error = error.isCyclic() ? null : error.getCause();
            }
        }

        private void hear(String where, String text) {
            Canaries.find(text).ifPresent(secret -> found.add(where + ": " + secret));
        }

        List<String> drained() {
            List<String> all = new ArrayList<>();
            for (String line = found.poll(); line != null; line = found.poll()) {
                all.add(line);
            }
            return all;
        }
    }
}
