package io.github.walnut.store;

import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.StepState;
import java.nio.file.Path;
import java.util.List;

/** Journals runs until it is killed, and prints the id of each one after the call returned. */
final class KilledWriter {

    private KilledWriter() {}

    public static void main(String[] arguments) {
        JdbcJournal journal = Stores.journal(Stores.open(Path.of(arguments[0])));
        while (true) {
            Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
            journal.create(run, List.of(Runs.step(run, 0, StepState.INTENT, "key", null)));
            System.out.println(run.id());
        }
    }
}
