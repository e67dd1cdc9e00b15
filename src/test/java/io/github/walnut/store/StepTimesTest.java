package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.LearnedTime;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Requirement("EXE-74")
class StepTimesTest {

    @TempDir private Path folder;
    private Database database;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Step took(int seconds, StepState state) {
        Run run = Runs.run(RunState.DONE, 100, Runs.AT);
        Step step = Runs.step(run, 0, state, "key", Runs.AT);
        Step ended = Runs.ended(step, Runs.AT.plusSeconds(seconds));
        Stores.journal(database).create(run, List.of(ended));
        return ended;
    }

    private Optional<LearnedTime> learned(Step like, String verb, Map<String, Object> params) {
        return new StepTimes(database).of(like.target(), like.capability(), verb, params);
    }

    @Test
    void learns_from_the_confirmed_steps_of_the_target_with_the_same_order() {
        took(8, StepState.CONFIRMED);
        took(180, StepState.TIMED_OUT);
        Step step = took(20, StepState.CONFIRMED);
        assertThat(learned(step, "shutdown", step.params())).isEmpty();
        took(11, StepState.CONFIRMED);
        assertThat(learned(step, "shutdown", step.params()))
                .contains(new LearnedTime(3, Duration.ofSeconds(11), Duration.ofSeconds(20)));
        assertThat(learned(step, "stop", step.params())).isEmpty();
        assertThat(learned(step, "shutdown", Map.of("force", true))).isEmpty();
    }

    @Test
    void only_live_runs_teach() {
        Step step = took(8, StepState.CONFIRMED);
        took(9, StepState.CONFIRMED);
        took(10, StepState.CONFIRMED);
        database.write(
                Lane.JOURNAL, tx -> tx.sql("UPDATE policy_executions SET mode = 'test'").update());
        assertThat(learned(step, "shutdown", step.params())).isEmpty();
    }
}
