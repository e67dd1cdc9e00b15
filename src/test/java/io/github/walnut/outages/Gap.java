package io.github.walnut.outages;

import io.github.walnut.outages.Trial.Heard;
import io.github.walnut.outages.Trial.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A time between two lives, in which nobody watched.
 *
 * @param woke afterwards the same process went on
 */
record Gap(Instant from, Instant to, boolean woke) {

    /** A shorter one is nothing but a late tick. */
    private static final Duration SHORTEST = Duration.ofSeconds(6);

    /** So long after it, silence on battery tells something by itself. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    static List<Gap> between(List<Life> lives) {
        List<Gap> gaps = new ArrayList<>();
        for (int i = 1; i < lives.size(); i++) {
            Life after = lives.get(i);
            gaps.add(new Gap(lives.get(i - 1).to(), after.from(), after.woke()));
        }
        return gaps;
    }

    boolean counts() {
        return length().compareTo(SHORTEST) > 0;
    }

    Duration length() {
        return Duration.between(from, to);
    }

    /** When something may be judged again of a UPS, at the earliest. */
    private Instant proof(List<Heard> polls) {
        Instant silent = to.plus(SILENCE);
        return polls.stream()
                .filter(heard -> heard.full() && !heard.at().isBefore(to))
                .map(Heard::at)
                .filter(at -> at.isBefore(silent))
                .findFirst()
                .orElse(silent);
    }

    /**
     * What may be taken to hold: no window ends while nobody watches, or before a poll after it.
     */
    static List<Span> observed(List<Span> met, List<Heard> polls, List<Life> lives) {
        List<Span> seen = new ArrayList<>();
        for (Span span : met) {
            Instant from = span.from();
            for (Gap gap : between(lives)) {
                Instant proof = gap.proof(polls);
                boolean inside = from.isAfter(gap.from()) && from.isBefore(proof);
                from = gap.counts() && inside ? proof : from;
            }
            if (from.isBefore(span.to())) {
                seen.add(new Span(from, span.to()));
            }
        }
        return seen;
    }
}
