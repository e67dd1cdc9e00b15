package io.github.walnut.dispatch;

import io.github.walnut.run.Call;
import io.github.walnut.run.RestartTerms;
import io.github.walnut.run.RunBook;
import io.github.walnut.run.Step;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps starts on one host apart, so that they do not all draw their inrush at once. */
final class Staggers {

    private final Map<String, Instant> lastStarts = new HashMap<>();

    /** A run that is taken up may have started something a moment ago. */
    void resumed(RunBook book) {
        if (book.terms().restart() != null) {
            book.steps().stream()
                    .filter(step -> step.intentAt() != null)
                    .forEach(step -> started(step, step.intentAt()));
        }
    }

    /** An order is about to leave. */
    void sent(Call call, Instant at) {
        if (call.book().terms().restart() != null) {
            started(call.step(), at);
        }
    }

    private void started(Step step, Instant at) {
        lastStarts.merge(step.target().hostId(), at, (a, b) -> a.isAfter(b) ? a : b);
    }

    /** Until when this start has to wait for an earlier one on its host; empty when it may go. */
    Optional<Instant> waits(Call call, Instant now) {
        RestartTerms terms = call.book().terms().restart();
        Instant last = lastStarts.get(call.step().target().hostId());
        return terms == null || last == null || !begins(call)
                ? Optional.empty()
                : Optional.of(last.plus(terms.stagger())).filter(now::isBefore);
    }

    /** The question before the first try, or the order of a later one. */
    private static boolean begins(Call call) {
        return call.kind() == Call.Kind.PROBE
                || call.kind() == Call.Kind.EXECUTE && call.step().attempt() > 0;
    }
}
