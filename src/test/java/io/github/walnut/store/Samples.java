package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Samples of tests. */
final class Samples {

    static final String UPS = "rack@lab";

    private Samples() {}

    static Sample at(Instant at, String status, Map<Metric, Double> values) {
        return full(UPS, at, status, values, Map.of("ups.status", status));
    }

    static Sample full(
            String ups,
            Instant at,
            String status,
            Map<Metric, Double> values,
            Map<String, String> variables) {
        return new Sample(
                ups,
                at,
                at.toEpochMilli() / 1000,
                Sample.Poll.FULL,
                values,
                Set.of(status.split(" ")),
                status,
                variables,
                List.of());
    }

    static Sample fast(String ups, Instant at, Map<String, String> variables) {
        return new Sample(
                ups,
                at,
                at.toEpochMilli() / 1000,
                Sample.Poll.FAST,
                Map.of(Metric.LOAD_PERCENT, 30.0),
                Set.of("OL"),
                "OL",
                variables,
                List.of(Metric.TEMPERATURE_C));
    }

    /** As pages of raw samples have it. */
    static Sample withoutVariables(Sample sample) {
        return new Sample(
                sample.upsId(),
                sample.at(),
                sample.seq(),
                sample.poll(),
                sample.values(),
                sample.flags(),
                sample.status(),
                Map.of(),
                sample.suspect());
    }
}
