package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import io.github.walnut.virtual.VirtualMains;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two stages of three minutes each, and a battery that lasts less long. */
class CompressionTest {

    private final Site site = new Site().add("pve").vm("pve", "1").add("nas").vm("nas", "2");
    private final Station station = new Station(site);
    private final List<String> heard = new ArrayList<>();
    private VirtualMains ups;

    @BeforeEach
    void on_battery() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("nas", "vm:2", "running");
        station.listeners.add((RunListener) (type, run, changed) -> heard.add(type));
        station.boot();
        ups = station.ups(Site.UPS).onBattery();
    }

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement("EXE-29")
    void budgets_shrink_in_proportion_and_the_order_stays() {
        hangs("pve", "vm:1");
        ups.runtime(120);
        Instant begin = station.time.now();
        UUID run = start();

        assertThat(budgets(run)).containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(60));
        assertThat(station.told).containsExactly("PLAN_COMPRESSED vm:1");
        assertThat(heard).containsOnlyOnce("run.plan_compressed");
        assertThat(station.run(run).course().compressed()).isTrue();

        station.pass(Duration.ofMinutes(3));
        Step stuck = station.steps(run).get(0);
        Step next = station.steps(run).get(1);
        assertThat(stuck.state()).isEqualTo(StepState.TIMED_OUT);
        assertThat(next.state()).isEqualTo(StepState.CONFIRMED);
        assertThat(Duration.between(begin, next.sentAt()))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
    }

    @Test
    @Requirement("EXE-29")
    void no_step_gets_less_than_fifteen_seconds() {
        ups.runtime(5);
        UUID run = start();

        assertThat(budgets(run)).containsExactly(Duration.ofSeconds(15), Duration.ofSeconds(15));
    }

    @Test
    @Requirement("EXE-29")
    void enough_time_or_none_that_is_known_changes_nothing() {
        UUID unknown = start();
        assertThat(budgets(unknown))
                .containsExactly(Duration.ofSeconds(180), Duration.ofSeconds(180));
        station.pass(Duration.ofMinutes(3));

        ups.runtime(360);
        assertThat(budgets(start()))
                .containsExactly(Duration.ofSeconds(180), Duration.ofSeconds(180));
        assertThat(station.told).isEmpty();
        assertThat(heard).doesNotContain("run.plan_compressed");
    }

    @Test
    @Requirement("EXE-29")
    void mains_have_no_end_that_a_plan_has_to_fit() {
        ups.onMains().runtime(60);

        assertThat(budgets(start()))
                .containsExactly(Duration.ofSeconds(180), Duration.ofSeconds(180));
    }

    @Test
    @Requirement("EXE-29")
    void a_battery_that_fades_shortens_what_is_left_and_a_restart_keeps_it() {
        hangs("pve", "vm:1");
        ups.runtime(400);
        UUID run = start();
        station.pass(Duration.ofSeconds(20));
        assertThat(station.told).isEmpty();

        ups.runtime(170);
        Step first = station.steps(run).get(0);
        assertThat(Duration.between(station.time.now(), first.deadlineAt()))
                .isBetween(Duration.ofSeconds(79), Duration.ofSeconds(81));
        assertThat(budgets(run).get(1)).isBetween(Duration.ofSeconds(89), Duration.ofSeconds(91));

        station.killAndBoot();
        station.pass(Duration.ofSeconds(85));
        assertThat(station.steps(run).get(0).state()).isEqualTo(StepState.TIMED_OUT);
        assertThat(station.told).filteredOn(t -> t.startsWith("PLAN")).hasSize(1);
    }

    private UUID start() {
        return station.start(
                site.request(
                        Run.Mode.LIVE,
                        Site.OUTAGE,
                        ActionDraft.vm("clients", "pve", "shutdown").stage(0),
                        ActionDraft.vm("storage", "nas", "shutdown").stage(1)));
    }

    private void hangs(String host, String target) {
        station.world.mood(host, target, Mode.EXECUTE, new Behaviour.Lying());
    }

    private List<Duration> budgets(UUID run) {
        return station.steps(run).stream().map(Step::budget).toList();
    }
}
