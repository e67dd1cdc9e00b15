package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Looks after targets that had not got in time to where they were told to be, and may still get
 * there. What is seen late is added to the record as evidence; the step, the order of things and
 * the result stay what they were. Not safe for several threads.
 */
public final class LateWatch {

    /** From the end of the step. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final String LATE = "late";

    private final Map<String, Order> latest = new HashMap<>();
    private final Verbs verbs;

    /** The order that a target was given last. */
    private record Order(UUID step, Instant at) {}

    public LateWatch(Inventory inventory) {
        this.verbs = new Verbs(inventory);
    }

    /** Evidence came after the step had timed out. */
    public static boolean confirmed(Step step) {
        return step.state() == StepState.TIMED_OUT
                && step.evidence().stream().anyMatch(item -> Boolean.TRUE.equals(item.get(LATE)));
    }

    /** It was asked for by this watch, and for nothing else. */
    public static boolean asked(Call call) {
        return call.step().state() == StepState.TIMED_OUT;
    }

    /** From now on the state of the target tells nothing about orders before this one. */
    public void ordered(Step step) {
        if (step.intentAt() != null) {
            latest.merge(
                    target(step),
                    new Order(step.id(), step.intentAt()),
                    (known, next) -> known.at().isAfter(next.at()) ? known : next);
        }
    }

    /** Some step of the run is still looked after. */
    public boolean watches(RunBook book, Instant now) {
        return watched(book, now).findAny().isPresent();
    }

    /** The readings that are due now. */
    public List<Call> due(RunBook book, Instant now) {
        return idle(book, now)
                .map(step -> new Call(book, step, Call.Kind.STATE, nextLook(book, step)))
                .filter(call -> !call.due().isAfter(now))
                .toList();
    }

    /** When the next reading is due; empty when none is to come. */
    public Optional<Instant> nextWake(RunBook book, Instant now) {
        return idle(book, now)
                .map(step -> nextLook(book, step))
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }

    /** The reading is about to be made. */
    public void reads(Call call) {
        Step step = call.book().step(call.step().id());
        call.book().apply(Move.to(step, call.book().progress(step).doing(Progress.Doing.READING)));
    }

    /** Takes in what was read. */
    public void answered(Call call, DriverResult result, Instant now) {
        RunBook book = call.book();
        Step step = book.step(call.step().id());
        Progress progress = book.progress(step).pause(now.plus(PAUSE));
        Optional<Capability.Verb> verb = verbs.of(step);
        if (verb.isEmpty() || !watches(book, step, now)) {
            book.apply(Move.to(step, progress));
            return;
        }
        switch (Reading.of(step, progress, verb.get(), result)) {
            case WANTED -> book.apply(Move.to(late(step, result, now), progress));
            case UNDER_WAY, OTHER -> book.apply(Move.to(step, progress.sawChange()));
            case UNREADABLE, BROKEN -> book.apply(Move.to(step, progress));
        }
    }

    private static Step late(Step step, DriverResult result, Instant now) {
        List<Map<String, Object>> late = new ArrayList<>();
        for (Map<String, Object> item : Ends.evidence(result, now)) {
            Map<String, Object> marked = new LinkedHashMap<>(item);
            marked.put(LATE, true);
            late.add(marked);
        }
        return new StepDraft(step).evidence(Ends.withEvidence(step, late)).done();
    }

    private Stream<Step> idle(RunBook book, Instant now) {
        return watched(book, now)
                .filter(step -> book.progress(step).doing() == Progress.Doing.NOTHING);
    }

    private Stream<Step> watched(RunBook book, Instant now) {
        return book.run().mode() == Run.Mode.LIVE
                ? book.steps().stream().filter(step -> watches(book, step, now))
                : Stream.empty();
    }

    private boolean watches(RunBook book, Step step, Instant now) {
        return step.state() == StepState.TIMED_OUT
                && step.sentAt() != null
                && !now.isAfter(step.endedAt().plus(PATIENCE))
                && !confirmed(step)
                && isLatest(step)
                && readable(step);
    }

    private boolean isLatest(Step step) {
        Order last = latest.get(target(step));
        return last == null || last.step().equals(step.id());
    }

    private boolean readable(Step step) {
        return verbs.of(step).filter(v -> v.effect() != Capability.Effect.BLIND).isPresent();
    }

    private static Instant nextLook(RunBook book, Step step) {
        Instant first = step.endedAt().plus(PAUSE);
        Instant later = book.progress(step).notBefore();
        return later == null || later.isBefore(first) ? first : later;
    }

    private static String target(Step step) {
        return step.target().hostId() + "/" + step.target().id();
    }
}
