package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.RunRefusedException;
import io.github.walnut.run.RunRefusedException.Why;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People who let a run go before its countdown is over. */
@Requirement("NTF-8")
class GoNowTest {

    private final Site site = new Site().add("pve").add("nas").vm("pve", "1").vm("nas", "1");
    private final Station station = new Station(site);

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    private void begin() {
        station.boot();
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(5));
        station.world.put("nas", "vm:1", "running").takes(Duration.ofSeconds(5));
    }

    private UUID delayed() {
        begin();
        return station.start(
                site.live(
                        ActionDraft.vm("a", "pve", "stop")
                                .delay(Duration.ofMinutes(5))
                                .timeout(Duration.ofSeconds(60)),
                        ActionDraft.vm("b", "nas", "stop").stage(1).delay(Duration.ofMinutes(5))));
    }

    private void go(UUID run) {
        station.dispatcher.interventions().goNow(run);
    }

    private void refused(Why why, UUID run) {
        assertThatThrownBy(() -> go(run))
                .isInstanceOfSatisfying(
                        RunRefusedException.class, e -> assertThat(e.why()).isEqualTo(why));
    }

    @Test
    void a_delay_ends_and_the_next_one_keeps_its_time() {
        UUID id = delayed();
        station.pass(Duration.ofSeconds(10));
        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
        go(id);
        station.pass(Duration.ofSeconds(1));
        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(1);
        assertThat(station.steps(id).get(0).deadlineAt())
                .isEqualTo(station.time.now().plusSeconds(59));

        station.pass(Duration.ofMinutes(4));
        assertThat(station.states(id)).containsExactly(StepState.CONFIRMED, StepState.PLANNED);
        station.pass(Duration.ofMinutes(2));
        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
        refused(Why.CLOSED, id);
    }

    @Test
    void a_held_run_goes_on_and_its_delay_is_over_too() {
        UUID id = delayed();
        station.pass(Duration.ofSeconds(10));
        station.dispatcher
                .interventions()
                .hold(id, Duration.ofMinutes(10), "phone", "link", "wait");
        station.pass(Duration.ofMinutes(7));
        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
        go(id);
        station.pass(Duration.ofSeconds(1));

        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(1);
        assertThat(station.steps(id).get(0).deadlineAt())
                .isEqualTo(station.time.now().plusSeconds(59));
        assertThat(station.told).contains("hold ended");
    }

    @Test
    void the_pause_before_there_is_no_return_ends_only_when_it_has_begun() {
        site.add("own", Host.State.CONNECTED, true);
        begin();
        station.world.put("own", "host:own", "on");
        UUID id =
                station.start(
                        site.live(
                                ActionDraft.of("own", "own", "power.control", "shutdown", "host")
                                        .delay(Duration.ofMinutes(1))));
        station.pass(Duration.ofSeconds(2));
        go(id);
        station.pass(Duration.ofSeconds(2));
        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
        go(id);
        station.pass(Duration.ofSeconds(1));
        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(1);
    }

    @Test
    void nothing_goes_while_every_run_is_held_or_nothing_counts_down() {
        UUID id = delayed();
        station.pass(Duration.ofSeconds(2));
        station.dispatcher.interventions().holdAll(Duration.ofMinutes(5), "ada", "wait");
        station.pass(Duration.ofSeconds(2));
        refused(Why.CONFLICT, id);
        station.dispatcher.interventions().resumeAll();
        station.pass(Duration.ofSeconds(2));
        go(id);
        station.pass(Duration.ofSeconds(1));
        refused(Why.CONFLICT, id);
        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(1);
    }
}
