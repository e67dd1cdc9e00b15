package io.github.walnut.store;

import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.StepState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens the store, waits until it is locked from outside, and then journals runs until it is
 * killed. It prints the id of each one after the call returned.
 */
final class KilledEmergencyWriter {

    private KilledEmergencyWriter() {}

    public static void main(String[] arguments) throws IOException {
        Database database = Stores.open(Path.of(arguments[0]));
        EmergencyJournal journal =
                new EmergencyJournal(
                        database,
                        new TriggerStates(new WindowRepository(database)),
                        Stores.KEY.toCharArray());
        System.out.println("open");
        if (System.in.read() < 0) {
            throw new IllegalStateException("nobody locks the store");
        }
        while (true) {
            Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
            journal.create(run, List.of(Runs.step(run, 0, StepState.INTENT, "key", null)));
            System.out.println(run.id());
        }
    }
}
