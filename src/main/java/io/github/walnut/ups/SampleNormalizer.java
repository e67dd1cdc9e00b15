package io.github.walnut.ups;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns the raw variables of one poll into a sample, or says why they are none. What is absent,
 * unreadable or out of range stays absent.
 */
public final class SampleNormalizer {

    private static final String STATUS = "ups.status";

    private final UpsProfiles profiles;

    public SampleNormalizer(UpsProfiles profiles) {
        this.profiles = profiles;
    }

    UpsProfiles profiles() {
        return profiles;
    }

    /** What a set of raw variables came to. */
    public sealed interface Reading {
        record Valid(Sample sample) implements Reading {}

        /**
         * @param cause as in {@link PollResult.Failed}
         */
        record Refused(String cause, String why) implements Reading {}
    }

    /**
     * @param seq number of the sample within its UPS
     * @param before the sample before it, or null; tells a jump of the runtime
     */
    public Reading read(PollResult.Good poll, long seq, Sample before) {
        return read(poll.upsId(), poll.at(), poll.poll(), poll.variables(), seq, before);
    }

    Reading read(
            String upsId,
            Instant at,
            Sample.Poll poll,
            Map<String, String> variables,
            long seq,
            Sample before) {
        String status = variables.get(STATUS);
        if (status == null) {
            return new Reading.Refused("protocol", upsId + " answered a poll without " + STATUS);
        }
        Set<String> flags = flags(status);
        if (flags.contains("WAIT")) {
            return new Reading.Refused("stale", upsId + " has no data yet (" + status + ")");
        }
        MetricReading reading = new MetricReading(variables, flags, profiles);
        reading.readAll();
        reading.compareRuntimeWith(before);
        return new Reading.Valid(
                new Sample(
                        upsId,
                        at,
                        seq,
                        poll,
                        reading.values(),
                        flags,
                        status,
                        variables,
                        reading.suspect()));
    }

    /** The tokens of {@code ups.status}, in upper case. */
    static Set<String> flags(String status) {
        return Arrays.stream(status.strip().split("\\s+"))
                .filter(token -> !token.isEmpty())
                .map(token -> token.toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }
}
