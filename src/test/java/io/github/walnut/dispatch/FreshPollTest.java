package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunRequest;
import io.github.walnut.run.StepState;
import io.github.walnut.simulation.Scenario;
import io.github.walnut.ups.UpsConfig;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Laboratory;
import io.github.walnut.virtual.LaboratoryPlan;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import io.github.walnut.virtual.VirtualUps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run of two stages whose process dies while the second one waits. */
class FreshPollTest {

    private final Site site = new Site().add("pve").add("nas").vm("pve", "1").vm("nas", "1");
    private final Station station = new Station(site).boot();

    @BeforeEach
    void two_machines_on_battery() {
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(60));
        station.world.put("nas", "vm:1", "running");
        station.ups(Site.UPS).onBattery();
    }

    @Test
    @Requirement({"EXE-45", "EXE-47"})
    void mains_that_came_back_while_nobody_looked_keep_everything_from_being_sent() {
        UUID id = diedInTheFirstStage(OnPowerReturn.HOLD);
        station.pass(Duration.ofSeconds(4));
        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofMinutes(5));

        assertThat(station.world.heard(Mode.EXECUTE)).hasSize(1);
        assertThat(station.steps(id).get(1).reason()).isEqualTo("held");
        assertThat(station.run(id).result()).isEqualTo("held");
    }

    @Test
    @Requirement("EXE-45")
    void on_battery_it_goes_on_with_the_first_poll() {
        UUID id = diedInTheFirstStage(OnPowerReturn.HOLD);
        station.pass(Duration.ofSeconds(4));
        assertThat(station.steps(id).get(1).attempt()).isZero();

        station.ups(Site.UPS).polled();
        station.pass(Duration.ofSeconds(1));
        assertThat(station.steps(id).get(1).state()).isEqualTo(StepState.ACCEPTED);
    }

    @Test
    @Requirement("EXE-45")
    void without_contact_it_goes_on_after_fifteen_seconds_on_what_was_known() {
        UUID id = diedInTheFirstStage(OnPowerReturn.HOLD);
        station.ups(Site.UPS).silent();
        station.pass(Duration.ofMillis(14_900));
        assertThat(station.steps(id).get(1).attempt()).isZero();

        station.pass(Duration.ofSeconds(1));
        assertThat(station.steps(id).get(1).state()).isEqualTo(StepState.ACCEPTED);
    }

    @Test
    @Requirement("EXE-45")
    void mains_that_fail_again_let_it_go_on_at_once() {
        UUID id = diedInTheFirstStage(OnPowerReturn.HOLD);
        station.pass(Duration.ofSeconds(2));
        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofSeconds(5));
        station.ups(Site.UPS).onBattery();
        station.pass(Duration.ofSeconds(1));

        assertThat(station.steps(id).get(1).state()).isEqualTo(StepState.ACCEPTED);
    }

    @Test
    @Requirement("EXE-45")
    void what_is_finished_anyway_goes_on_when_mains_have_lasted() {
        UUID id = diedInTheFirstStage(OnPowerReturn.FINISH);
        station.ups(Site.UPS).onMains();
        station.pass(Duration.ofMinutes(5));

        assertThat(station.states(id)).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-45")
    void a_committed_run_goes_on_at_once() {
        site.add("own", Host.State.CONNECTED, true).vm("own", "9");
        station.world.put("own", "host:own", "on").takes(Duration.ofMinutes(2));
        UUID id =
                station.start(
                        site.inOutage(
                                ActionDraft.of("own", "own", "power.control", "shutdown", "host"),
                                ActionDraft.vm("late", "nas", "shutdown")
                                        .delay(Duration.ofSeconds(20))));
        station.pass(Duration.ofSeconds(60));
        station.killAndBoot();
        station.pass(Duration.ofSeconds(1));

        assertThat(station.run(id).state().terminal() || station.run(id).committedAt() != null)
                .isTrue();
        station.pass(Duration.ofMinutes(5));
        assertThat(station.world.deeds()).hasSize(2);
    }

    @Test
    @Requirement({"EXE-45", "EXE-47"})
    void a_whole_walnut_that_died_in_an_outage_sends_nothing_after_it() {
        List.of("pve", "nas").forEach(host -> site.target(host, "host", host, false, false));
        RunRequest kept =
                site.inOutage(
                        ActionDraft.of("a", "pve", "power.control", "shutdown", "host")
                                .onPowerReturn(OnPowerReturn.HOLD),
                        ActionDraft.of("b", "nas", "power.control", "shutdown", "host")
                                .stage(1)
                                .onPowerReturn(OnPowerReturn.HOLD));
        try (Laboratory laboratory = new Laboratory(plan(kept.policy())).boot()) {
            laboratory.world().put("pve", "host:pve", "on").takes(Duration.ofSeconds(40));
            laboratory.world().put("nas", "host:nas", "on");
            laboratory.pass(Duration.ofSeconds(30));
            VirtualUps ups = laboratory.ups(Site.UPS);
            ups.flags(laboratory.now(), List.of("OB", "DISCHRG"), Set.of("OL"));
            laboratory.pass(Duration.ofSeconds(20));
            assertThat(laboratory.world().heard(Mode.EXECUTE)).hasSize(1);

            laboratory.kill();
            laboratory.pass(Duration.ofSeconds(60));
            ups.flags(laboratory.now(), List.of("OL"), Set.of("OB", "DISCHRG"));
            laboratory.pass(Duration.ofSeconds(5));
            laboratory.boot();
            laboratory.pass(Duration.ofMinutes(10));

            assertThat(laboratory.world().heard(Mode.EXECUTE)).hasSize(1);
            assertThat(laboratory.runs()).extracting(Run::result).containsExactly("held");
        }
    }

    private LaboratoryPlan plan(StoredPolicy policy) {
        VirtualUps ups =
                new VirtualUps(
                        Site.UPS,
                        Map.of("ups.status", "OL", "battery.charge", "100"),
                        new Scenario.Battery(Duration.ofHours(1), Duration.ofHours(4)));
        return new LaboratoryPlan(
                Instant.parse("2026-01-10T12:00:00Z"),
                site,
                List.of(policy),
                List.of(ups),
                Settings.DEFAULT,
                UpsConfig.defaults(),
                Duration.ofMillis(200),
                true,
                1);
    }

    private UUID diedInTheFirstStage(OnPowerReturn word) {
        UUID id =
                station.start(
                        site.inOutage(
                                ActionDraft.vm("a", "pve", "shutdown").onPowerReturn(word),
                                ActionDraft.vm("b", "nas", "shutdown")
                                        .stage(1)
                                        .onPowerReturn(word)));
        station.pass(Duration.ofSeconds(30));
        assertThat(station.steps(id).get(0).state()).isEqualTo(StepState.ACCEPTED);
        station.world.put("pve", "vm:1", "stopped");
        station.killAndBoot();
        return id;
    }
}
