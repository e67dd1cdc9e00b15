package io.github.walnut.app;

import io.github.walnut.dispatch.Dispatcher;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.Run;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The countdown of a live run in which people may still step in.
 *
 * @param nextAt when the next of it ends, or null while it stands still with all other runs
 * @param lastAt when the last of it ends, or null in the same way
 */
record LinkCountdown(Run run, Instant nextAt, Instant lastAt) {

    private static final Set<Countdown.Kind> COUNTED =
            Set.of(Countdown.Kind.HOLD, Countdown.Kind.DELAY, Countdown.Kind.FINAL_DELAY);

    /** Empty when there is none: the run acts, is over, rehearses, or has gone too far. */
    static Optional<LinkCountdown> of(Dispatcher dispatcher, UUID runId) {
        return dispatcher.active().stream()
                .filter(run -> run.id().equals(runId))
                .filter(run -> run.mode() == Run.Mode.LIVE)
                .filter(run -> run.committedAt() == null && !run.course().cancelled())
                .findFirst()
                .map(run -> of(run, dispatcher.countdowns(runId)))
                .filter(of -> of.nextAt != null || of.run.course().heldSince() != null);
    }

    private static LinkCountdown of(Run run, List<Countdown> countdowns) {
        List<Instant> ends =
                countdowns.stream()
                        .filter(one -> COUNTED.contains(one.kind()))
                        .map(Countdown::at)
                        .sorted(Comparator.naturalOrder())
                        .toList();
        return new LinkCountdown(
                run,
                ends.isEmpty() ? null : ends.get(0),
                ends.isEmpty() ? null : ends.get(ends.size() - 1));
    }
}
