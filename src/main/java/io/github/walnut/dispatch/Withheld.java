package io.github.walnut.dispatch;

import io.github.walnut.run.RunBook;
import io.github.walnut.run.RunRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Matches behind policies that stop them if they have anything to do. They wait until that is
 * known: until the first order of such a run, or its end without one, or six seconds, when what is
 * left of its plan decides.
 */
final class Withheld {

    private static final Duration LONGEST = Duration.ofSeconds(6);

    private final Map<UUID, Begun> stoppers = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();

    /** The latest run of a policy that stops others. */
    private record Begun(RunRequest match, RunBook book) {}

    /**
     * @param ahead runs that may stop it
     * @param before matches that may stop it and wait themselves
     */
    private record Waiting(
            RunRequest match, List<RunBook> ahead, List<RunRequest> before, Instant until) {}

    /** What has become of a match: no policy stops it, or this one does. */
    record Settled(RunRequest match, Optional<UUID> stoppedBy) {}

    /** Puts the match aside, if one before it may still stop it. */
    boolean holds(RunRequest match, Instant now) {
        List<RunBook> ahead = new ArrayList<>();
        stoppers.values().stream()
                .filter(begun -> mayStop(begun.match(), match))
                .forEach(begun -> ahead.add(begun.book()));
        List<RunRequest> before = new ArrayList<>();
        waiting.stream()
                .map(Waiting::match)
                .filter(other -> mayStop(other, match))
                .forEach(before::add);
        if (ahead.isEmpty() && before.isEmpty()) {
            return false;
        }
        waiting.add(new Waiting(match, ahead, before, now.plus(LONGEST)));
        return true;
    }

    /** The match has a run now. */
    void begun(RunRequest match, RunBook book) {
        if (match.decision() != null && match.policy().policy().stopOnMatch()) {
            stoppers.put(match.policy().id(), new Begun(match, book));
            waiting.stream()
                    .filter(other -> mayStop(match, other.match()))
                    .forEach(other -> other.ahead().add(book));
        }
    }

    /** Both are of one evaluation, and the one stands before the other. */
    private static boolean mayStop(RunRequest one, RunRequest other) {
        return other.behind().contains(one.policy().id())
                && one.decision().at().equals(other.decision().at());
    }

    /** The next of which it is known, in their order. */
    Optional<Settled> settle(Instant now) {
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting one = each.next();
            boolean over = !now.isBefore(one.until());
            Optional<UUID> stopper = stopper(one, over);
            boolean free =
                    one.before().isEmpty()
                            && one.ahead().stream().allMatch(b -> b.run().state().terminal());
            if (stopper.isPresent() || over || free) {
                each.remove();
                waiting.forEach(other -> other.before().remove(one.match()));
                return Optional.of(new Settled(one.match(), stopper));
            }
        }
        return Optional.empty();
    }

    private static Optional<UUID> stopper(Waiting one, boolean timeIsOver) {
        return one.ahead().stream()
                .filter(
                        book ->
                                book.run().firstDispatchAt() != null
                                        || (timeIsOver && !book.settled()))
                .map(book -> book.run().policyId())
                .findFirst();
    }

    Optional<Instant> nextWake() {
        return waiting.stream().map(Waiting::until).min(Instant::compareTo);
    }
}
