package io.github.walnut.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens the next stage of a run later than it would, as far as the battery allows. */
public final class PostponeRule {

    /** Of one call, and of all calls of one run together. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private PostponeRule() {}

    /**
     * @param endsAt when the stage will open, at the latest
     * @param slack what is left of the battery when everything has taken its longest
     */
    public record Postponed(Instant endsAt, Duration slack) {}

    /**
     * @param by 1 s to 15 min
     * @throws RunRefusedException when there is no such stage, when the run was postponed enough,
     *     or when the battery would not last or nobody knows whether it would
     */
    public static Postponed postpone(RunBook book, Duration by, Instant now, PowerBoard power) {
        Run run = book.run();
        Course course = run.course();
        if (by.compareTo(SHORTEST) < 0 || by.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("by " + by + ": expected 1 s to 15 min");
        }
        int stage = nextStage(book);
        if (course.postponed().plus(by).compareTo(LONGEST) > 0) {
            throw RunRefusedException.conflict(
                    "run "
                            + run.id()
                            + " was postponed by "
                            + course.postponed().toSeconds()
                            + " s already: expected 900 s in all at most");
        }
        Duration slack = slack(book, now, power).minus(by);
        if (slack.isNegative()) {
            throw RunRefusedException.conflict(
                    "the battery may be empty "
                            + -slack.toSeconds()
                            + " s before the run is through");
        }
        Course later = course.postponed(stage, by);
        book.change(later);
        return new Postponed(opens(book, stage, later, now), slack);
    }

    /** Whether a stage whose turn it is may open now; if not, the book knows when. */
    static boolean mayOpen(RunBook book, int stage, Instant now) {
        Course course = book.run().course();
        Duration by = course.postponements().get(stage);
        if (by != null) {
            course = course.opening(stage, now.plus(by));
            book.change(course);
        }
        Instant opening = course.openings().get(stage);
        if (opening != null && now.isBefore(opening)) {
            book.wakeAt(opening);
            return false;
        }
        return true;
    }

    private static int nextStage(RunBook book) {
        Run run = book.run();
        if (run.state().terminal()) {
            throw RunRefusedException.closed(run);
        }
        if (run.state() != RunState.RUNNING && run.state() != RunState.HELD) {
            throw RunRefusedException.conflict(
                    "run " + run.id() + " is " + run.state().word() + ": nothing of it can wait");
        }
        return book.stages().stream()
                .filter(stage -> book.opened(stage) == null)
                .findFirst()
                .orElseThrow(
                        () ->
                                RunRefusedException.conflict(
                                        "every stage of run " + run.id() + " is open already"));
    }

    private static Duration slack(RunBook book, Instant now, PowerBoard power) {
        Optional<Duration> runtime = runtime(book, power);
        if (runtime.isEmpty()) {
            throw RunRefusedException.conflict(
                    "how long the battery lasts is not known, so nothing is put off");
        }
        return runtime.get().minus(left(book, now));
    }

    /** The shortest of all UPSs of the run; empty when one of them does not tell. */
    private static Optional<Duration> runtime(RunBook book, PowerBoard power) {
        return Stream.concat(
                        power.of(book.run().upsId()).stream(), book.terms().power().watched(power))
                .map(PowerBoard::runtime)
                .min(Comparator.comparing(known -> known.orElse(Duration.ofSeconds(-1))))
                .flatMap(shortest -> shortest);
    }

    /** What the run takes from now on if everything takes its longest. */
    private static Duration left(RunBook book, Instant now) {
        Course course = book.run().course();
        Duration left = Duration.ZERO;
        Instant from = course.heldSince() == null ? now : course.heldSince();
        for (int stage : book.stages()) {
            if (book.inStage(stage).stream().allMatch(RunBook::settled)) {
                continue;
            }
            left =
                    left.plus(
                            book.opened(stage) != null
                                    ? positive(Duration.between(from, book.spentAt(stage)))
                                    : unopened(book, stage, now));
        }
        Hold hold = course.hold();
        return hold == null ? left : left.plus(positive(Duration.between(now, hold.until())));
    }

    private static Duration unopened(RunBook book, int stage, Instant now) {
        Course course = book.run().course();
        Instant opening = course.openings().get(stage);
        Duration wait = opening == null ? Duration.ZERO : positive(Duration.between(now, opening));
        return Budget.ofStage(book.inStage(stage))
                .plus(course.postponements().getOrDefault(stage, Duration.ZERO))
                .plus(wait);
    }

    private static Instant opens(RunBook book, int stage, Course course, Instant now) {
        if (course.openings().containsKey(stage)) {
            return course.openings().get(stage);
        }
        Instant free =
                book.stages().stream()
                        .filter(earlier -> earlier < stage && book.opened(earlier) != null)
                        .map(book::spentAt)
                        .filter(now::isBefore)
                        .max(Comparator.naturalOrder())
                        .orElse(now);
        return free.plus(course.postponements().get(stage));
    }

    private static Duration positive(Duration span) {
        return span.isNegative() ? Duration.ZERO : span;
    }
}
