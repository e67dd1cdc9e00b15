package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private final Station station = new Station(new Site().add("pve").vm("pve", "101")).boot();

    @Test
    @Requirement({"EXE-34", "EXE-40", "EXE-41", "INT-48", "INT-49"})
    void shuts_a_machine_down_and_confirms_it_when_it_is_off() {
        station.world.put("pve", "vm:101", "running");

        UUID id = station.start(station.site.live(ActionDraft.vm("clients", "pve", "shutdown")));

        station.pass(Duration.ofSeconds(2));
        assertThat(station.states(id)).containsExactly(StepState.ACCEPTED);
        assertThat(station.run(id).state()).isEqualTo(RunState.FINISHING);
        station.pass(Duration.ofSeconds(30));
        assertThat(station.world.status("pve", "vm:101")).isEqualTo("stopped");
        Step step = station.steps(id).get(0);
        assertThat(step.state()).isEqualTo(StepState.CONFIRMED);
        assertThat(step.stateBefore()).isEqualTo("running");
        assertThat(step.stateAfter()).isEqualTo("stopped");
        Run run = station.run(id);
        assertThat(run.state()).isEqualTo(RunState.DONE);
        assertThat(run.result()).isEqualTo("succeeded");
        assertThat(run.summary()).isEqualTo("Executed 1 action");
        assertThat(station.world.heard(DriverCall.Mode.EXECUTE)).hasSize(1);
    }
}
