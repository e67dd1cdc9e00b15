package io.github.walnut.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where runs and steps are written before anything is sent. Every method returns only after the
 * change is flushed to disk, or throws {@link UnavailableException}; a write with an epoch that is
 * no longer the store's throws {@link EpochLostException} and nothing may be sent any more.
 */
public interface Journal {

    /** The epoch under which this process writes. */
    long epoch();

    /** Writes a run, its steps and the obligations that it takes up, in one transaction. */
    void create(Run run, List<Step> steps, List<Obligation> takenUp);

    /**
     * Writes the present form of a run and of the steps and obligations that changed with it, in
     * one transaction.
     */
    void update(Run run, List<Step> changed, List<Obligation> owed);

    /** Writes steps and obligations that changed, of any runs, in one transaction. */
    void update(List<Step> changed, List<Obligation> owed);

    /** A run that takes up no obligation. */
    default void create(Run run, List<Step> steps) {
        create(run, steps, List.of());
    }

    /** The obligations that are not closed, oldest first. */
    List<Obligation> obligations();

    /** Obligations that were let go since, because the stop did not seem to have worked. */
    List<Obligation> doubtedSince(Instant since);

    /** Live runs that ended since, oldest end first, with all their steps in plan order. */
    List<Entry> endedSince(Instant since);

    /**
     * Runs that are not final, most urgent policy first, then oldest, with all their steps in plan
     * order.
     */
    List<Entry> unfinished();

    Optional<Entry> find(UUID runId);

    /**
     * The match time of the latest run of policy, subject and mode that dispatched at least one
     * step.
     */
    Optional<Instant> lastDispatch(UUID policyId, String upsId, Run.Mode mode);

    /**
     * The latest step with this idempotency key and mode that was sent at or after {@code since}.
     */
    Optional<Step> lastSent(String idempotencyKey, Run.Mode mode, Instant since);

    record Entry(Run run, List<Step> steps) {}

    /** The store cannot write now. */
    class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public UnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Another instance has taken over the store. */
    class EpochLostException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public EpochLostException(String message) {
            super(message);
        }
    }
}
