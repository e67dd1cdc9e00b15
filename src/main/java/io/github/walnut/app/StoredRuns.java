package io.github.walnut.app;

import io.github.walnut.api.Page;
import io.github.walnut.api.Problem;
import io.github.walnut.api.ProblemCode;
import io.github.walnut.api.RunFilter;
import io.github.walnut.api.RunReads;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.store.EmergencyJournal;
import io.github.walnut.store.InvalidCursorException;
import io.github.walnut.store.RunQueries;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Runs for the API, read from the journal. */
final class StoredRuns implements RunReads {

    private static final int MOST = 1000;

    private final RunQueries queries;
    private final EmergencyJournal journal;

    StoredRuns(RunQueries queries, EmergencyJournal journal) {
        this.queries = queries;
        this.journal = journal;
    }

    @Override
    public Page<Journal.Entry> page(RunFilter filter, String cursor, int limit) {
        try {
            io.github.walnut.store.Page<Run> page = queries.page(stored(filter), cursor, limit);
            return new Page<>(journal.entries(page.items()), page.nextCursor());
        } catch (InvalidCursorException e) {
            throw new Problem(ProblemCode.INVALID_CURSOR, e.getMessage());
        }
    }

    @Override
    public long count(RunFilter filter) {
        return queries.count(stored(filter));
    }

    /** The newest live ones that came of an outage. */
    List<Journal.Entry> ofOutage(UUID outageId) {
        return queries.page(ofOutage(outageId, Run.Mode.LIVE), null, MOST).items().stream()
                .flatMap(run -> journal.find(run.id()).stream())
                .toList();
    }

    /** Of the newest ones of an outage, newest first. */
    List<UUID> idsOfOutage(UUID outageId) {
        return queries.page(ofOutage(outageId, null), null, MOST).items().stream()
                .map(Run::id)
                .toList();
    }

    private static io.github.walnut.store.RunFilter ofOutage(UUID outageId, Run.Mode mode) {
        return new io.github.walnut.store.RunFilter(
                null, null, List.of(), mode, null, null, outageId, null, null, null, null, null,
                null, null);
    }

    private static io.github.walnut.store.RunFilter stored(RunFilter filter) {
        return new io.github.walnut.store.RunFilter(
                filter.from(),
                filter.to(),
                states(filter),
                filter.mode(),
                filter.policyId(),
                filter.upsId(),
                filter.outageId(),
                filter.eventId(),
                null,
                null,
                filter.hostId(),
                null,
                filter.kind(),
                filter.result());
    }

    private static List<RunState> states(RunFilter filter) {
        return Arrays.stream(RunState.values())
                .filter(state -> filter.state() == null || state == filter.state())
                .filter(state -> filter.open() == null || state.terminal() != filter.open())
                .toList();
    }

    @Override
    public Optional<Journal.Entry> find(UUID id) {
        return journal.find(id);
    }

    @Override
    public Optional<Run> last(UUID policyId) {
        return queries.page(stored(RunFilter.ofPolicy(policyId)), null, 1).items().stream()
                .findFirst();
    }
}
