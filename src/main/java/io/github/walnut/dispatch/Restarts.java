package io.github.walnut.dispatch;

import io.github.walnut.run.Gate;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Obligation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What people may ask about starts that are owed, and do about them. Safe for several threads. */
public final class Restarts {

    private final DispatchPorts ports;
    private final Recoveries recoveries;
    private final Turn turn;

    /** Nothing may be started now; the message says why. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** Something is done while the dispatcher stands still, and then it goes on. */
    interface Turn {
        <T> T take(Supplier<T> work);
    }

    Restarts(DispatchPorts ports, Recoveries recoveries, Turn turn) {
        this.ports = ports;
        this.recoveries = recoveries;
        this.turn = turn;
    }

    /** What is not closed, oldest first, with what each of them waits for. */
    public Map<Obligation, List<Gate>> owed() {
        return turn.take(recoveries::gates);
    }

    /**
     * Nothing will be done about it any more.
     *
     * @param why by whom, and why
     * @return empty when nothing of the kind is owed, or a recovery run is at it
     * @throws Journal.UnavailableException when it could not be written down; then it is still owed
     */
    public Optional<Obligation> dismiss(UUID id, String why) {
        return turn.take(
                () ->
                        ports.obligations()
                                .find(id)
                                .filter(each -> each.status() != Obligation.Status.RESTORING)
                                .map(
                                        each ->
                                                each.with(
                                                        Obligation.Status.DISMISSED,
                                                        why,
                                                        ports.clock().now()))
                                .map(this::written));
    }

    /**
     * One that has failed waits for its gates again.
     *
     * @throws Journal.UnavailableException when it could not be written down
     */
    public Optional<Obligation> retry(UUID id) {
        return turn.take(
                () ->
                        ports.obligations()
                                .find(id)
                                .filter(each -> each.status() == Obligation.Status.FAILED)
                                .map(
                                        each ->
                                                each.with(
                                                                Obligation.Status.OPEN,
                                                                null,
                                                                ports.clock().now())
                                                        .released(ports.clock().now()))
                                .map(this::written));
    }

    private Obligation written(Obligation next) {
        ports.journal().update(List.of(), List.of(next));
        ports.obligations().replaced(next);
        recoveries.decided(next);
        return next;
    }

    /**
     * Starts what this run stopped and what is still owed, whether or not its policy has a recovery
     * block.
     *
     * @param gates false: mains and charge are not waited for
     * @return the recovery run
     * @throws RefusedException when nothing is owed, or a gate is shut
     */
    public UUID recover(UUID runId, boolean gates, String actor) {
        return turn.take(() -> recoveries.recover(runId, gates, actor).id());
    }
}
