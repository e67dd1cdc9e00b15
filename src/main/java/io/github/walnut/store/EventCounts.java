package io.github.walnut.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How many events there were.
 *
 * @param bySeverity by info, warn and error; those without events are missing
 * @param byUps by UPS id, events about other subjects left out
 * @param spans in order of time; spans without events are left out
 */
public record EventCounts(
        long total,
        Map<String, Long> bySeverity,
        Map<String, Long> byName,
        Map<String, Long> byUps,
        List<Span> spans) {

    /**
     * @param at begin of the span
     */
    public record Span(Instant at, long info, long warn, long error) {}
}
