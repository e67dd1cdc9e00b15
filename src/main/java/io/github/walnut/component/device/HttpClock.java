package io.github.walnut.component.device;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.camel.Message;

/** What the {@code Date} of an answer tells of the clock of its host. */
final class HttpClock {

    /** Dates have no fractions. */
    private static final Duration FRACTION = Duration.ofSeconds(1);

    private HttpClock() {}

    /**
     * How far the clock of the host is ahead of ours at least, negative when it is behind; empty
     * when the answer does not say.
     *
     * @param asked before the request was sent
     * @param answered after the head of the answer had come
     */
    static Optional<Duration> skew(Message answer, Instant asked, Instant answered) {
        String date = answer.getHeader("Date", String.class);
        if (date == null || answer.getHeader("Age") != null) { // Age: out of a cache on the way
            return Optional.empty();
        }
        try {
            Instant told =
                    ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            Instant earliest = asked.minus(FRACTION);
            return Optional.of(
                    told.isBefore(earliest)
                            ? Duration.between(earliest, told)
                            : told.isAfter(answered)
                                    ? Duration.between(answered, told)
                                    : Duration.ZERO);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
