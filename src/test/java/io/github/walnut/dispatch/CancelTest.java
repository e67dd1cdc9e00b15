package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.RunState;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancelTest {

    private final Site site = new Site().add("pve").add("nas").vm("pve", "1").vm("nas", "1");
    private final Station station = new Station(site).boot();

    @BeforeEach
    void two_machines() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("nas", "vm:1", "running");
    }

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement({"EXE-61", "EXE-40"})
    void nothing_new_is_sent_and_what_is_under_way_is_followed_to_its_end() {
        UUID id = twoStages();
        station.pass(Duration.ofSeconds(3));

        assertThat(station.dispatcher.cancel(id, "ada", "false alarm"))
                .isEqualTo(Dispatcher.Cancellation.CANCELLED);
        assertThat(station.states(id)).containsExactly(StepState.ACCEPTED, StepState.SKIPPED);
        assertThat(station.run(id).state()).isEqualTo(RunState.FINISHING);
        station.pass(Duration.ofMinutes(2));

        assertThat(station.states(id)).containsExactly(StepState.CONFIRMED, StepState.SKIPPED);
        assertThat(station.steps(id).get(1).reason()).isEqualTo("cancelled");
        assertThat(station.run(id).state()).isEqualTo(RunState.CANCELLED);
        assertThat(station.run(id).result()).isEqualTo("cancelled");
        assertThat(station.run(id).reason()).isEqualTo("cancelled by ada: false alarm");
        assertThat(station.world.deeds()).hasSize(1);
    }

    @Test
    @Requirement("EXE-61")
    void it_is_a_fact_of_the_run_that_outlives_a_restart() {
        UUID id = twoStages();
        station.pass(Duration.ofSeconds(3));
        assertThat(station.run(id).course().cancelled()).isFalse();
        station.dispatcher.cancel(id, "ada", null);
        station.killAndBoot();
        station.pass(Duration.ofMinutes(2));

        assertThat(station.run(id).course().cancelled()).isTrue();
        assertThat(station.run(id).course().cancelledBy()).isEqualTo("ada");
        assertThat(station.run(id).state()).isEqualTo(RunState.CANCELLED);
        assertThat(station.world.deeds()).hasSize(1);
    }

    @Test
    @Requirement("EXE-61")
    void a_reason_that_only_sounds_like_it_cancels_nothing() {
        RunRequest plain = site.live(ActionDraft.vm("clients", "pve", "shutdown"));
        UUID id =
                station.start(
                        new RunRequest(
                                plain.kind(),
                                plain.mode(),
                                plain.policy(),
                                plain.decision(),
                                plain.upsId(),
                                plain.event(),
                                plain.correlationId(),
                                plain.outageId(),
                                plain.episode(),
                                plain.actor(),
                                "cancelled one is made up for"));
        station.pass(Duration.ofMinutes(2));

        assertThat(station.run(id).result()).isEqualTo("succeeded");
    }

    @Test
    @Requirement("EXE-61")
    void a_step_that_waits_to_be_sent_again_is_not_sent_again() {
        station.world.mood(
                "pve", "vm:1", Mode.EXECUTE, new Behaviour.Refusing(ErrorClass.CONFLICT));
        UUID id = twoStages();
        station.pass(Duration.ofMillis(500));

        station.dispatcher.cancel(id, "ada", null);
        station.pass(Duration.ofMinutes(2));

        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(1);
        assertThat(station.steps(id).get(0).reason()).isEqualTo("conflict");
    }

    @Test
    @Requirement("EXE-61")
    void an_order_in_doubt_is_read_back_but_not_sent_again() {
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Silent(false));
        UUID id = twoStages();
        station.pass(Duration.ofSeconds(5));

        station.dispatcher.cancel(id, "ada", null);
        station.pass(Duration.ofMinutes(2));

        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(1);
        assertThat(station.run(id).state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    @Requirement({"EXE-61", "EXE-46"})
    void past_the_point_of_no_return_it_is_too_late() {
        site.add("own", Host.State.CONNECTED, true);
        station.world.put("own", "host:own", "on");
        UUID id =
                station.start(
                        site.live(
                                ActionDraft.of("own", "own", "power.control", "shutdown", "host")));
        station.pass(Duration.ofSeconds(6));

        assertThat(station.run(id).committedAt()).isNotNull();
        assertThat(station.dispatcher.cancel(id, "ada", null))
                .isEqualTo(Dispatcher.Cancellation.TOO_LATE);
    }

    @Test
    @Requirement({"EXE-61", "EXE-46"})
    void during_the_final_delay_it_is_not_too_late() {
        site.add("own", Host.State.CONNECTED, true);
        station.world.put("own", "host:own", "on");
        UUID id =
                station.start(
                        site.live(
                                ActionDraft.of("own", "own", "power.control", "shutdown", "host")));
        station.pass(Duration.ofSeconds(4));

        assertThat(station.dispatcher.cancel(id, "ada", null))
                .isEqualTo(Dispatcher.Cancellation.CANCELLED);
        station.pass(Duration.ofMinutes(1));
        assertThat(station.world.deeds()).isEmpty();
    }

    @Test
    void a_run_that_is_over_cannot_be_cancelled() {
        UUID id = twoStages();
        station.pass(Duration.ofMinutes(5));

        assertThat(station.dispatcher.cancel(id, "ada", null))
                .isEqualTo(Dispatcher.Cancellation.NOT_RUNNING);
    }

    private UUID twoStages() {
        return station.start(
                site.live(
                        ActionDraft.vm("a", "pve", "stop"),
                        ActionDraft.vm("b", "nas", "stop").stage(1)));
    }
}
