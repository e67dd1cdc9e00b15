package io.github.walnut.outages;

import io.github.walnut.outages.Trial.Heard;
import io.github.walnut.outages.Trial.Life;
import io.github.walnut.outages.World.Sign;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the answers of one UPS mean, in a few lines and apart from the program. Twice: what is
 * certain to hold, and what may be held to hold, since a walNUT that was away may have deduced
 * something from silence that it then forgets.
 */
final class Signs {

    private static final Duration DEAD = Duration.ofSeconds(15);
    private static final Duration LOST = Duration.ofSeconds(30).plusMillis(1);

    private final List<Heard> answers;
    private final List<Life> lives;
    private final boolean certain;

    Signs(List<Heard> polls, List<Life> lives, boolean certain) {
        this.answers = polls.stream().filter(heard -> heard.flags() != null).toList();
        this.lives = lives;
        this.certain = certain;
    }

    List<Span> of(Sign sign) {
        return switch (sign) {
            case ON_BATTERY, TURNED_TO_BATTERY -> onBattery();
            case LOW_BATTERY -> lowBattery();
            case CRITICAL -> Span.atLeast(2, List.of(onBattery(), lowBattery()));
            case LOST_ON_BATTERY -> Span.atLeast(2, List.of(onBattery(), silent(LOST)));
        };
    }

    /** From the first answer that says so, other than in a test, until one that says otherwise. */
    List<Span> onBattery() {
        List<Span> spans = new ArrayList<>();
        Instant since = null;
        for (Heard answer : answers) {
            boolean battery = answer.flags().contains("OB");
            if (since == null && battery && !testing(answer.flags())) {
                since = answer.at();
            } else if (since != null && !battery) {
                spans.add(new Span(since, answer.at()));
                since = null;
            }
        }
        if (since != null) {
            spans.add(new Span(since, Instant.MAX));
        }
        return spans;
    }

    private List<Span> lowBattery() {
        List<Span> spans = new ArrayList<>(Span.atLeast(2, List.of(onBattery(), silent(DEAD))));
        List<Span> battery = onBattery();
        for (int i = 0; i < answers.size(); i++) {
            Heard answer = answers.get(i);
            boolean onBattery = battery.stream().anyMatch(span -> span.holds(answer.at()));
            boolean excused = testing(answer.flags()) && !onBattery;
            if (answer.flags().contains("LB") && !excused) {
                Instant next = next(i);
                Instant stale = answer.at().plus(DEAD);
                boolean forgets = certain && !onBattery && stale.isBefore(next);
                spans.add(new Span(answer.at(), forgets ? stale : next));
            }
        }
        return Span.joined(spans);
    }

    /** No answer for so long, counted from when walNUT was there to listen. */
    private List<Span> silent(Duration limit) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Instant last = answers.get(i).at();
            Instant next = next(i);
            if (!certain) {
                add(spans, heardFor(last, limit), next);
                afterDeath(last, next).ifPresent(from -> add(spans, from, next));
                continue;
            }
            for (Life life : lives) {
                Instant from = life.from().isAfter(last) ? life.from() : last;
                add(spans, from.plus(limit), life.to().isBefore(next) ? life.to() : next);
            }
        }
        return Span.joined(spans);
    }

    /** Silence in which nobody listened does not count. */
    private Instant heardFor(Instant last, Duration limit) {
        Instant from = last.plus(limit);
        for (Gap gap : Gap.between(lives)) {
            if (gap.woke() && gap.counts() && gap.to().isAfter(last) && gap.from().isBefore(from)) {
                Instant anew = gap.to().plus(limit);
                from = anew.isAfter(from) ? anew : from;
            }
        }
        return from;
    }

    /** Whoever takes over may not know of the last answers, so silence may be older for it. */
    private Optional<Instant> afterDeath(Instant last, Instant next) {
        return lives.stream()
                .filter(life -> !life.woke())
                .map(Life::from)
                .filter(from -> from.isAfter(last) && from.isBefore(next))
                .findFirst();
    }

    private static void add(List<Span> spans, Instant from, Instant to) {
        if (from.isBefore(to)) {
            spans.add(new Span(from, to));
        }
    }

    private Instant next(int index) {
        return index + 1 < answers.size() ? answers.get(index + 1).at() : Instant.MAX;
    }

    private static boolean testing(Set<String> flags) {
        return flags.contains("CAL") || flags.contains("TEST");
    }
}
