package io.github.walnut.run;

import io.github.walnut.ups.Metric;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shortens what is still to come when the battery will not last as long as the budgets: all in the
 * same proportion, in the same order, and none to less than 15 s.
 */
final class Compression {

    private static final Duration LEAST = Duration.ofSeconds(15);

    /** An estimate that is older tells nothing. */
    private static final Duration FRESH = Duration.ofSeconds(60);

    /** Only a loss of more than a tenth is worth another shortening. */
    private static final double AGAIN = 0.9;

    private Compression() {}

    static void advance(RunBook book, Instant now, PowerBoard power) {
        Optional<Duration> left = left(book, now, power);
        if (left.isEmpty() || book.run().mode() != Run.Mode.LIVE) {
            return;
        }
        Duration open = open(book, now);
        double enough = open.toMillis() * (book.run().course().compressed() ? AGAIN : 1);
        if (left.get().toMillis() >= enough) {
            return;
        }
        double factor = Math.max(0, left.get().toMillis()) / (double) open.toMillis();
        List<Step> shorter =
                book.open().stream()
                        .map(step -> shortened(step, factor, now))
                        .filter(step -> !step.equals(book.step(step.id())))
                        .toList();
        if (!shorter.isEmpty()) {
            shorter.forEach(book::change);
            compressed(book, shorter.get(0));
        }
    }

    private static void compressed(RunBook book, Step first) {
        if (!book.run().course().compressed()) {
            book.change(book.run().course().shortened());
            book.raise(Alarm.PLAN_COMPRESSED, first);
        }
        book.compressedNow();
    }

    /** How long the weakest battery lasts; empty when none is in use, or nobody knows. */
    private static Optional<Duration> left(RunBook book, Instant now, PowerBoard power) {
        Stream<UpsFacts> sources =
                book.terms().power().bound()
                        ? book.terms().power().watched(power)
                        : power.of(book.run().upsId()).stream();
        return sources.filter(ups -> ups.holds(UpsState.OB))
                .flatMap(ups -> left(ups, now).stream())
                .min(Duration::compareTo);
    }

    private static Optional<Duration> left(UpsFacts ups, Instant now) {
        Double runtime = ups.known() ? ups.last().value(Metric.RUNTIME_SECONDS) : null;
        if (runtime == null || ups.lastGoodAt() == null) {
            return Optional.empty();
        }
        Duration age = Duration.between(ups.lastGoodAt(), now);
        return age.compareTo(FRESH) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (runtime * 1000)).minus(age));
    }

    /** The time that the stages which are not through may still take, one after the other. */
    private static Duration open(RunBook book, Instant now) {
        Duration sum = Duration.ZERO;
        for (int stage : book.stages()) {
            List<Step> left =
                    book.inStage(stage).stream().filter(step -> !RunBook.settled(step)).toList();
            if (!left.isEmpty()) {
                Duration ofStage =
                        book.opened(stage) == null
                                ? Budget.ofStage(left)
                                : Duration.between(now, book.spentAt(stage));
                sum = sum.plus(ofStage.isNegative() ? Duration.ZERO : ofStage);
            }
        }
        return sum;
    }

    /** One that has begun loses of what is left to it, and begins no other time. */
    private static Step shortened(Step step, double factor, Instant now) {
        if (step.deadlineAt() == null) {
            return new StepDraft(step).budget(shorter(step.budget(), factor)).done();
        }
        Instant begin = now.isAfter(Next.startAt(step)) ? now : Next.startAt(step);
        Duration left = Duration.between(begin, step.deadlineAt());
        Duration cut = left.minus(shorter(left, factor));
        return new StepDraft(step)
                .budget(step.budget().minus(cut))
                .deadlineAt(step.deadlineAt().minus(cut))
                .done();
    }

    private static Duration shorter(Duration whole, double factor) {
        Duration part = Duration.ofMillis((long) (whole.toMillis() * factor));
        Duration least = whole.compareTo(LEAST) < 0 ? whole : LEAST;
        return part.compareTo(least) < 0 ? least : part;
    }
}
