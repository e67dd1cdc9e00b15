package io.github.walnut.api;

import io.github.walnut.ups.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Stored measurements of one UPS. Ranges include {@code from} and exclude {@code to}. */
public interface SampleReads {

    /**
     * @param ascending oldest first, else newest first
     */
    List<Sample> raw(String upsId, Instant from, Instant to, int limit, boolean ascending);

    /** In buckets of this size, or of the size in which there still is something. */
    SampleSeries buckets(String upsId, Instant from, Instant to, Duration size);
}
