package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.SeenState;
import io.github.walnut.run.SeenState.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageStateRepositoryTest {

    private static final UUID OUTAGE = new UUID(5, 5);

    @TempDir Path folder;

    private static SeenState seen(String state, Source source) {
        return new SeenState(OUTAGE, "pve", "vm:1", state, source, TestClock.START);
    }

    @Test
    @Requirement("EXE-50")
    void keeps_the_latest_state_of_each_target_over_a_restart() {
        try (Database database = Stores.open(folder)) {
            OutageStateRepository states = new OutageStateRepository(database);
            states.save(List.of(seen("running", Source.INVENTORY)));
            states.save(List.of(seen("stopped", Source.PRECONDITION)));
        }
        try (Database database = Stores.open(folder)) {
            assertThat(new OutageStateRepository(database).recent())
                    .containsExactly(seen("stopped", Source.PRECONDITION));
        }
    }

    @Test
    @Requirement("EXE-50")
    void knows_whether_a_run_of_the_outage_has_begun() {
        try (Database database = Stores.open(folder)) {
            Run run = Runs.run(RunState.RUNNING, 100, Runs.AT);
            OutageStateRepository states = new OutageStateRepository(database);
            assertThat(states.runBegan(run.outageId())).isFalse();
            Stores.journal(database).create(run, List.of());
            assertThat(states.runBegan(run.outageId())).isTrue();
            assertThat(states.runBegan(OUTAGE)).isFalse();
        }
    }
}
