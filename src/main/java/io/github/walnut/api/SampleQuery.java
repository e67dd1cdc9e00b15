package io.github.walnut.api;

import io.github.walnut.ups.Metric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What is asked of measurements, with every default filled in.
 *
 * @param bucket null for raw samples
 */
record SampleQuery(
        Instant from,
        Instant to,
        Duration bucket,
        int limit,
        boolean ascending,
        boolean columns,
        List<Metric> fields) {

    private static final int LONGEST_LIST = 5000;
    private static final Duration DEFAULT_RANGE = Duration.ofHours(1);
    private static final Duration LONGEST_RANGE = Duration.ofDays(730);
    private static final List<Duration> SIZES =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(6),
                    Duration.ofDays(1));

    /** Without columns, and with buckets no shorter than for the longest list. */
    static SampleQuery ofFile(Call call, Clock clock) {
        return of(call, clock, Math.min(call.limit(), LONGEST_LIST), false);
    }

    static SampleQuery of(Call call, Clock clock) {
        return of(call, clock, call.limit(), call.text("format").equals("columns"));
    }

    private static SampleQuery of(Call call, Clock clock, int buckets, boolean columns) {
        Instant to = call.time("to") == null ? clock.instant() : call.time("to");
        Instant from = from(call, to);
        if (!from.isBefore(to)) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER, "to is " + to + ", expected after " + from);
        }
        return new SampleQuery(
                from,
                to,
                bucket(call.text("resolution"), from, to, buckets),
                call.limit(),
                call.text("order").equals("asc"),
                columns,
                fields(call.text("fields")));
    }

    private static Instant from(Call call, Instant to) {
        Instant from = call.time("from") == null ? call.time("since") : call.time("from");
        if (from != null) {
            return from;
        }
        Duration range = call.text("range") == null ? DEFAULT_RANGE : duration(call.text("range"));
        if (range.compareTo(LONGEST_RANGE) > 0) {
            throw new Problem(
                    ProblemCode.INVALID_PARAMETER,
                    "range is " + call.text("range") + ", expected at most 730d");
        }
        return to.minus(range);
    }

    /** What is left of it behind the end of what was shown. */
    SampleQuery behind(Instant end) {
        return new SampleQuery(
                ascending ? end : from,
                ascending ? to : end,
                bucket,
                limit,
                ascending,
                columns,
                fields);
    }

    /** Nothing of it is left. */
    boolean over() {
        return !from.isBefore(to);
    }

    private static Duration bucket(String resolution, Instant from, Instant to, int limit) {
        return switch (resolution) {
            case "raw" -> null;
            case "auto" ->
                    SIZES.stream()
                            .filter(size -> count(size, from, to) <= limit)
                            .findFirst()
                            .orElse(SIZES.get(SIZES.size() - 1));
            default -> {
                Duration size = duration(resolution);
                if (size.compareTo(Duration.ofDays(1)) > 0) {
                    throw new Problem(
                            ProblemCode.INVALID_PARAMETER,
                            "resolution is " + resolution + ", expected 1s to 1d");
                }
                yield size;
            }
        };
    }

    /** Buckets begin at whole multiples of their size. */
    private static long count(Duration size, Instant from, Instant to) {
        long millis = size.toMillis();
        long first = Math.floorDiv(from.toEpochMilli(), millis);
        return Math.floorDiv(to.toEpochMilli() - 1, millis) - first + 1;
    }

    private static List<Metric> fields(String names) {
        if (names == null) {
            return List.of(Metric.values());
        }
        return Arrays.stream(names.split(","))
                .map(String::trim)
                .map(
                        name ->
                                Metric.ofField(name)
                                        .orElseThrow(
                                                () ->
                                                        new Problem(
                                                                ProblemCode.INVALID_PARAMETER,
                                                                "fields has '"
                                                                        + name
                                                                        + "', expected names such"
                                                                        + " as battery_percent")))
                .toList();
    }

    private static Duration duration(String text) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
