package io.github.walnut.outages;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A time in which something holds.
 *
 * @param to not in it; {@link Instant#MAX} while there is no end
 */
record Span(Instant from, Instant to) {

    boolean holds(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    boolean meets(Instant begin, Instant end) {
        return from.isBefore(end) && begin.isBefore(to);
    }

    boolean longerThan(Duration time) {
        return !to.equals(Instant.MAX) ? from.plus(time).isBefore(to) : true;
    }

    /** What is left of each when it only counts after having held for a while. */
    static List<Span> after(List<Span> spans, Duration hold) {
        return spans.stream()
                .filter(span -> span.longerThan(hold))
                .map(span -> new Span(span.from().plus(hold), span.to()))
                .toList();
    }

    /** When at least so many of the lists hold, each of which has no overlaps. */
    static List<Span> atLeast(int count, List<List<Span>> lists) {
        List<Instant> edges =
                lists.stream()
                        .flatMap(List::stream)
                        .flatMap(span -> Stream.of(span.from(), span.to()))
                        .distinct()
                        .sorted()
                        .toList();
        List<Span> found = new ArrayList<>();
        for (int i = 0; i + 1 < edges.size(); i++) {
            Instant at = edges.get(i);
            long holding =
                    lists.stream()
                            .filter(list -> list.stream().anyMatch(span -> span.holds(at)))
                            .count();
            if (holding >= count) {
                found.add(new Span(at, edges.get(i + 1)));
            }
        }
        return joined(found);
    }

    static List<Span> joined(List<Span> spans) {
        List<Span> sorted = spans.stream().sorted(Comparator.comparing(Span::from)).toList();
        List<Span> joined = new ArrayList<>();
        for (Span span : sorted) {
            int last = joined.size() - 1;
            if (last >= 0 && !span.from().isAfter(joined.get(last).to())) {
                Instant to = joined.get(last).to();
                Instant end = span.to().isAfter(to) ? span.to() : to;
                joined.set(last, new Span(joined.get(last).from(), end));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }
}
