package io.github.walnut.run;

import java.time.Instant;

/**
 * How fresh the targets of a host were when a run was planned on them.
 *
 * @param refreshed they were read for this run, or so shortly before that it makes no difference
 * @param at when they were read last, or null when never
 * @param stale the host did not tell them in time, so that older ones, or none, had to do
 */
public record HostReading(String hostId, boolean refreshed, Instant at, boolean stale) {}
