package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A time in which the process stood still is no time of a run. */
@Requirement("NUT-45")
class StandstillRunTest {

    private final Site site = new Site().add("pve").vm("pve", "1").add("esx").vm("esx", "1");
    private final Station station = new Station(site).boot();

    @Test
    @Requirement("EXE-28")
    void no_step_loses_its_budget_by_a_standstill() {
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(20));
        UUID run =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "pve", "stop")
                                        .delay(Duration.ofSeconds(30))
                                        .timeout(Duration.ofSeconds(60))));
        station.pass(Duration.ofSeconds(10));

        station.standsStill(Duration.ofMinutes(10));
        assertThat(station.states(run).get(0)).isEqualTo(StepState.PLANNED);
        station.pass(Duration.ofMinutes(2));

        assertThat(station.states(run).get(0)).isEqualTo(StepState.CONFIRMED);
        assertThat(station.run(run).result()).isEqualTo("succeeded");
    }

    @Test
    void the_wait_for_an_answer_counts_what_ran() {
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(40));
        UUID run =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "pve", "stop")
                                        .timeout(Duration.ofSeconds(60))));
        station.pass(Duration.ofSeconds(5));

        station.standsStill(Duration.ofMinutes(10));
        station.pass(Duration.ofMinutes(2));

        assertThat(station.run(run).result()).isEqualTo("succeeded");
    }

    @Test
    @Requirement("EXE-90")
    void a_run_that_is_opened_after_a_standstill_loses_no_time_by_it() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("esx", "vm:1", "running");
        station.standsStill(Duration.ofSeconds(12));
        Instant opened = station.time.now();
        UUID first = station.start(site.live(ActionDraft.vm("a", "pve", "stop")));
        UUID second = station.start(site.live(ActionDraft.vm("a", "esx", "stop")));
        station.pass(Duration.ofMinutes(2));

        for (UUID run : List.of(first, second)) {
            assertThat(station.run(run).firstDispatchAt()).isBeforeOrEqualTo(opened.plusSeconds(2));
            assertThat(station.run(run).result()).isEqualTo("succeeded");
        }
    }

    @Test
    void time_is_given_back_to_what_was_open_and_not_to_what_came_later() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("esx", "vm:1", "running");
        UUID before =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "pve", "stop").delay(Duration.ofSeconds(30))));
        station.pass(Duration.ofSeconds(10));
        station.standsStill(Duration.ofMinutes(10));
        Instant opened = station.time.now();
        UUID after =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "esx", "stop").delay(Duration.ofSeconds(30))));
        station.pass(Duration.ofMinutes(5));

        assertThat(station.run(before).firstDispatchAt())
                .isBetween(opened.plusSeconds(18), opened.plusSeconds(22));
        assertThat(station.run(after).firstDispatchAt())
                .isBetween(opened.plusSeconds(28), opened.plusSeconds(32));
    }
}
