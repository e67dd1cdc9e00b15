package io.github.walnut.dispatch;

import io.github.walnut.inventory.Capability;
import io.github.walnut.run.Call;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunMachine;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.run.Verbs;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Keeps two policies that order the same thing from ordering it twice. */
final class Repeats {

    private final Journal journal;
    private final RunMachine machine;
    private final Verbs verbs;
    private final Map<UUID, Twin> attached = new HashMap<>();
    private final Map<String, String> lastKeys = new HashMap<>();

    /** An equal order of another run that is under way. */
    private record Twin(RunBook book, UUID step) {
        Step now() {
            return book.step(step);
        }
    }

    Repeats(Journal journal, RunMachine machine, Verbs verbs) {
        this.journal = journal;
        this.machine = machine;
        this.verbs = verbs;
    }

    /** An order has left, so what was ordered of the same target before no longer holds. */
    void sent(Step step) {
        if (!blind(step)) {
            lastKeys.put(target(step), step.idempotencyKey());
        }
    }

    /** False when the step has to wait for its twin, or has just ended because of it. */
    boolean mayGo(Call call, Collection<RunBook> books, Instant now) {
        Step step = call.step();
        Twin twin = attached.computeIfAbsent(step.id(), id -> twin(call, books).orElse(null));
        if (twin != null) {
            return followed(call, twin, now);
        }
        if (recent(call, now).isPresent()) {
            machine.suppress(call.book(), step, now);
            return false;
        }
        return true;
    }

    /** The run is over. */
    void forget(RunBook book) {
        attached.keySet().removeIf(step -> book.step(step) != null);
    }

    private boolean followed(Call call, Twin twin, Instant now) {
        if (RunBook.settled(twin.now())) {
            attached.remove(call.step().id());
            machine.takeOver(call.book(), call.step(), twin.now(), now);
        }
        return false;
    }

    private static Optional<Twin> twin(Call call, Collection<RunBook> books) {
        if (call.book().terms().idempotency().isZero()) {
            return Optional.empty();
        }
        return books.stream()
                .filter(book -> book != call.book())
                .filter(book -> book.run().mode() == call.book().run().mode())
                .flatMap(
                        book ->
                                book.steps().stream()
                                        .filter(step -> step.attempt() > 0)
                                        .filter(step -> !RunBook.settled(step))
                                        .filter(step -> sameKey(step, call.step()))
                                        .map(step -> new Twin(book, step.id())))
                .findFirst();
    }

    private Optional<Step> recent(Call call, Instant now) {
        if (call.book().terms().idempotency().isZero() || call.book().terms().repeats()) {
            return Optional.empty();
        }
        Instant since = now.minus(call.book().terms().idempotency());
        return journal.lastSent(call.step().idempotencyKey(), call.book().run().mode(), since)
                .filter(step -> step.sentAt() != null && step.sentAt().isAfter(since))
                .filter(step -> !step.runId().equals(call.book().run().id()))
                .filter(Repeats::mayHaveWorked)
                .filter(step -> !overtaken(call, step));
    }

    private static boolean mayHaveWorked(Step step) {
        return step.state() != StepState.FAILED
                && step.state() != StepState.TIMED_OUT
                && step.state() != StepState.SKIPPED;
    }

    /**
     * The target has been told something else since, or the order belonged to another outage or
     * episode. Where the state can be read, the question before the order tells whether it still
     * holds.
     */
    private boolean overtaken(Call call, Step earlier) {
        Run now = call.book().run();
        String key = call.step().idempotencyKey();
        if (!lastKeys.getOrDefault(target(call.step()), key).equals(key)) {
            return true;
        }
        return !blind(call.step())
                && journal.find(earlier.runId())
                        .map(Journal.Entry::run)
                        .filter(
                                then ->
                                        !Objects.equals(then.outageId(), now.outageId())
                                                || then.episode() != now.episode())
                        .isPresent();
    }

    private boolean blind(Step step) {
        return verbs.find(step.target().hostId(), step.capability(), step.verb())
                .map(verb -> verb.effect() == Capability.Effect.BLIND)
                .orElse(true);
    }

    private static String target(Step step) {
        return step.target().hostId() + "/" + step.target().id();
    }

    private static boolean sameKey(Step a, Step b) {
        return a.idempotencyKey().equals(b.idempotencyKey());
    }
}
