package io.github.walnut.store;

import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.ups.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** What gathers in the database of a server in some months. */
public final class Volumes {

    private static final int AT_ONCE = 500;
    private static final int STEPS = 4;

    private final Database database;
    private final char[] key;

    public Volumes(Database database, char[] key) {
        this.database = database;
        this.key = key.clone();
    }

    /** One a minute up to now. */
    public void events(int count) {
        EventStore store =
                new EventStore(
                        database,
                        new FactsRepository(database),
                        new OutageRepository(database),
                        new SampleStore(database));
        for (int first = 0; first < count; first += AT_ONCE) {
            List<Event> some =
                    IntStream.range(first, Math.min(count, first + AT_ONCE))
                            .mapToObj(i -> event(i, Instant.now().minusSeconds(60L * (count - i))))
                            .toList();
            store.record(new EventStore.Change(some, List.of(), List.of()));
        }
    }

    private static Event event(int number, Instant at) {
        Event like = Runs.event(UUID.randomUUID(), "edge " + number);
        return new Event(
                like.id(),
                like.type(),
                like.kind(),
                like.name(),
                like.severity(),
                Event.Subject.ups("ups" + number % 100 + "@nut"),
                like.attrs(),
                at,
                like.correlationId(),
                like.outageId(),
                false,
                like.message(),
                like.edgeKey());
    }

    public void auditRows(int count) {
        AuditLog log = new AuditLog(database, key.clone());
        for (int first = 0; first < count; first += AT_ONCE) {
            int begin = first;
            database.together(
                    () -> {
                        for (int i = begin; i < Math.min(count, begin + AT_ONCE); i++) {
                            log.append(
                                    new AuditEntry(
                                            "admin@example.org",
                                            "user",
                                            "127.0.0.1",
                                            "policy.update",
                                            "policy:" + i % 200,
                                            "ok",
                                            null,
                                            Map.of("priority", List.of(100, i)),
                                            UUID.randomUUID().toString(),
                                            null));
                        }
                        return null;
                    });
        }
    }

    /** Done, one an hour up to now, of a few steps each. */
    public void runs(int count) {
        JdbcJournal journal = Stores.journal(database);
        for (int first = 0; first < count; first += AT_ONCE) {
            int begin = first;
            database.together(
                    () -> {
                        for (int i = begin; i < Math.min(count, begin + AT_ONCE); i++) {
                            run(journal, Instant.now().minusSeconds(3_600L * (count - i)));
                        }
                        return null;
                    });
        }
    }

    private static void run(JdbcJournal journal, Instant at) {
        Run run = Runs.run(RunState.DONE, 100, at);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(Runs.step(run, i, StepState.CONFIRMED, run.id() + " " + i, at));
        }
        journal.create(run, steps);
    }
}
