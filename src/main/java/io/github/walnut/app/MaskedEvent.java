package io.github.walnut.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.Context;
import io.github.walnut.security.SecretFilter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A line of the log without the secrets that stood in its text, its subjects or its errors. */
final class MaskedEvent extends LoggingEvent {

    private static final String FILTER = "walnut.secrets";

    private final IThrowableProxy error;

    private MaskedEvent(ILoggingEvent event, String message, IThrowableProxy error) {
        this.error = error;
        setLoggerName(event.getLoggerName());
        setLevel(event.getLevel());
        setThreadName(event.getThreadName());
        setInstant(event.getInstant());
        setMessage(message);
        if (event.getLoggerContextVO() != null) {
            setLoggerContextRemoteView(event.getLoggerContextVO());
        }
    }

    /** What every place of this log is masked with from now on. */
    static void use(Context log, SecretFilter filter) {
        log.putObject(FILTER, filter);
    }

    /** The same event when there is nothing to hide in it. */
    static ILoggingEvent of(ILoggingEvent event, Context log) {
        return log.getObject(FILTER) instanceof SecretFilter filter ? of(event, filter) : event;
    }

    private static ILoggingEvent of(ILoggingEvent event, SecretFilter filter) {
        String text = event.getFormattedMessage();
        String message = filter.mask(text);
        IThrowableProxy error = MaskedError.of(event.getThrowableProxy(), filter);
        Map<String, String> subjects = subjects(event.getMDCPropertyMap(), filter);
        if (same(message, text)
                && same(error, event.getThrowableProxy())
                && same(subjects, event.getMDCPropertyMap())) {
            return event;
        }
        MaskedEvent masked = new MaskedEvent(event, message, error);
        masked.setMDCPropertyMap(subjects);
        return masked;
    }

    private static Map<String, String> subjects(Map<String, String> all, SecretFilter filter) {
        Map<String, String> masked = all;
        for (Map.Entry<String, String> subject : all.entrySet()) {
            String value = filter.mask(subject.getValue());
            if (!same(value, subject.getValue())) {
                masked = same(masked, all) ? new LinkedHashMap<>(all) : masked;
                masked.put(subject.getKey(), value);
            }
        }
        return masked;
    }

    private static boolean same(Object one, Object other) {
        return one == other;
    }

    @Override
    public IThrowableProxy getThrowableProxy() {
        return error;
    }

    private record MaskedError(
            IThrowableProxy of, String message, IThrowableProxy cause, IThrowableProxy[] suppressed)
            implements IThrowableProxy {

        /** The same when neither it nor what caused it holds a secret; null stays null. */
        static IThrowableProxy of(IThrowableProxy error, SecretFilter filter) {
            if (error == null || error.isCyclic()) {
                return error;
            }
            String message = filter.mask(error.getMessage());
            IThrowableProxy cause = of(error.getCause(), filter);
            IThrowableProxy[] suppressed =
                    Stream.of(error.getSuppressed())
                            .map(other -> of(other, filter))
                            .toArray(IThrowableProxy[]::new);
            boolean clean =
                    same(message, error.getMessage())
                            && same(cause, error.getCause())
                            && Arrays.equals(suppressed, error.getSuppressed());
            return clean ? error : new MaskedError(error, message, cause, suppressed);
        }

        @Override
        public String getMessage() {
            return message;
        }

        @Override
        public String getClassName() {
            return of.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return of.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return of.getCommonFrames();
        }

        @Override
        public IThrowableProxy getCause() {
            return cause;
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            return suppressed;
        }

        @Override
        public boolean isCyclic() {
            return false;
        }
    }
}
