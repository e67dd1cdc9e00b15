package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import io.github.walnut.virtual.VirtualWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who goes when: stages, delays, budgets, hosts and the limit over all of them. */
class OrderTest {

    private final Site site = new Site().add("pve").add("nas").add("sw");
    private Station station = new Station(site);

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement({"EXE-26", "EXE-98"})
    void a_stage_waits_for_the_end_of_the_one_before() {
        machines("pve", 2);
        machines("nas", 1);
        UUID id =
                start(
                        ActionDraft.vm("b", "nas", "stop").stage(5),
                        ActionDraft.vm("a", "pve", "stop"));

        station.pass(Duration.ofMinutes(2));

        Instant confirmed = step(id, "pve", "vm:2").endedAt();
        assertThat(step(id, "nas", "vm:1").sentAt()).isAfterOrEqualTo(confirmed);
        assertThat(station.run(id).result()).isEqualTo("succeeded");
    }

    @Test
    @Requirement({"EXE-26", "EXE-30"})
    void one_host_takes_one_order_after_the_other_while_hosts_work_side_by_side() {
        machines("pve", 3);
        machines("nas", 3);
        station.world.latency(Duration.ofSeconds(1));
        UUID id = start(ActionDraft.vm("a", "pve", "stop"), ActionDraft.vm("b", "nas", "stop"));

        station.pass(Duration.ofMinutes(2));

        assertThat(station.world.mostOrdersOnOneHost()).isEqualTo(1);
        assertThat(station.world.mostOrders()).isEqualTo(2);
        assertThat(step(id, "pve", "vm:1").sentAt()).isEqualTo(step(id, "nas", "vm:1").sentAt());
        assertThat(station.world.deeds())
                .filteredOn(deed -> deed.hostId().equals("pve"))
                .extracting(VirtualWorld.Deed::targetId)
                .containsExactly("vm:1", "vm:2", "vm:3");
    }

    @Test
    @Requirement("EXE-30")
    void waiting_for_a_target_to_get_there_does_not_hold_the_queue_of_its_host() {
        machines("pve", 2);
        UUID id = start(ActionDraft.vm("a", "pve", "stop"));

        station.pass(Duration.ofSeconds(1));

        assertThat(station.states(id)).containsExactly(StepState.ACCEPTED, StepState.ACCEPTED);
    }

    @Test
    @Requirement({"EXE-30", "EXE-98"})
    void no_more_orders_than_the_limit_are_under_way_and_the_urgent_go_first() {
        station = new Station(site, Settings.DEFAULT.withMaxConcurrentActions(1));
        machines("pve", 1);
        machines("nas", 1);
        machines("sw", 1);
        station.world.latency(Duration.ofSeconds(1));
        station.boot();
        UUID late =
                station.start(
                        site.priority(500)
                                .live(
                                        ActionDraft.vm("a", "pve", "stop"),
                                        ActionDraft.vm("b", "sw", "stop")));
        UUID urgent = station.start(site.priority(1).live(ActionDraft.vm("c", "nas", "stop")));

        station.pass(Duration.ofMinutes(1));

        assertThat(station.world.mostOrders()).isEqualTo(1);
        assertThat(step(urgent, "nas", "vm:1").sentAt())
                .isBefore(step(late, "sw", "vm:1").sentAt());
    }

    @Test
    @Requirement("EXE-26")
    void an_action_waits_for_those_it_names_and_then_for_its_delay() {
        machines("pve", 1);
        machines("nas", 1);
        UUID id =
                start(
                        ActionDraft.vm("a", "pve", "stop"),
                        ActionDraft.vm("b", "nas", "stop")
                                .after("a")
                                .delay(Duration.ofSeconds(15)));

        station.pass(Duration.ofMinutes(2));

        assertThat(step(id, "nas", "vm:1").sentAt())
                .isAfterOrEqualTo(step(id, "pve", "vm:1").endedAt().plusSeconds(15));
    }

    @Test
    @Requirement({"EXE-28", "EXE-98"})
    void a_stuck_target_costs_its_stage_the_budget_and_no_more() {
        machines("pve", 2);
        machines("nas", 1);
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID id =
                start(
                        ActionDraft.vm("a", "pve", "stop").timeout(Duration.ofSeconds(40)),
                        ActionDraft.vm("b", "nas", "stop").stage(1));

        station.pass(Duration.ofMinutes(3));

        Step stuck = step(id, "pve", "vm:1");
        assertThat(stuck.state()).isEqualTo(StepState.TIMED_OUT);
        assertThat(stuck.reason()).isEqualTo("not_confirmed");
        Duration waited =
                Duration.between(station.run(id).createdAt(), step(id, "nas", "vm:1").sentAt());
        assertThat(waited).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(42));
        assertThat(station.run(id).result()).isEqualTo("partial");
        assertThat(station.run(id).summary()).isEqualTo("Executed 3 actions (1 failed)");
    }

    @Test
    @Requirement("EXE-28")
    void what_was_not_sent_within_the_budget_of_its_stage_is_not_sent_any_more() {
        machines("pve", 1);
        machines("nas", 1);
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID id =
                start(
                        ActionDraft.vm("a", "pve", "stop").timeout(Duration.ofSeconds(20)),
                        ActionDraft.vm("b", "nas", "stop")
                                .after("a")
                                .timeout(Duration.ofSeconds(20)));

        station.pass(Duration.ofMinutes(2));

        assertThat(step(id, "nas", "vm:1").state()).isIn(StepState.TIMED_OUT, StepState.CONFIRMED);
        assertThat(station.run(id).state()).isEqualTo(RunState.DONE);
    }

    @Test
    @Requirement("EXE-35")
    void the_next_verb_goes_when_the_milder_one_did_not_work_in_time() {
        machines("pve", 1);
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID id = start(ActionDraft.vm("a", "pve", "shutdown").escalate("stop"));

        station.pass(Duration.ofMinutes(10));

        Step step = step(id, "pve", "vm:1");
        assertThat(step.state()).isEqualTo(StepState.CONFIRMED);
        assertThat(step.attempts())
                .extracting(Step.Attempt::verb)
                .containsExactly("shutdown", "stop");
        assertThat(step.idempotencyKey()).isEqualTo("vm.lifecycle:stop:pve/vm:1");
        assertThat(station.told).containsExactly("STEP_ESCALATED vm:1");
    }

    @Test
    @Requirement("EXE-35")
    void the_next_verb_goes_too_when_nobody_ever_answered() {
        machines("pve", 1);
        for (int i = 0; i < 9; i++) {
            station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Silent(false));
        }
        UUID id = start(ActionDraft.vm("a", "pve", "shutdown").escalate("stop", "stop"));

        station.pass(Duration.ofMinutes(30));

        assertThat(step(id, "pve", "vm:1").attempts())
                .extracting(Step.Attempt::verb)
                .contains("shutdown", "stop");
        assertThat(station.told).contains("STEP_ESCALATED vm:1");
        assertThat(station.run(id).state()).isEqualTo(RunState.DONE);
    }

    @Test
    @Requirement("EXE-26")
    void a_failure_that_must_not_be_passed_over_skips_the_later_stages() {
        machines("pve", 1);
        machines("nas", 1);
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID id =
                start(
                        ActionDraft.vm("a", "pve", "stop").stopsOnError(),
                        ActionDraft.vm("b", "nas", "stop").stage(1));

        station.pass(Duration.ofMinutes(5));

        assertThat(step(id, "nas", "vm:1").state()).isEqualTo(StepState.SKIPPED);
        assertThat(step(id, "nas", "vm:1").reason()).isEqualTo("previous_failed");
    }

    @Test
    @Requirement({"EXE-27", "EXE-46", "EXE-98"})
    void what_walnut_runs_on_waits_for_the_other_runs_of_the_outage() {
        site.add("own", Host.State.CONNECTED, true);
        station.world.put("own", "host:own", "on");
        machines("pve", 1);
        station.boot();
        UUID outage = site.nextId();
        UUID self =
                station.start(
                        site.request(
                                Run.Mode.LIVE,
                                outage,
                                ActionDraft.of("own", "own", "power.control", "shutdown", "host")));
        UUID other =
                station.start(
                        site.request(Run.Mode.LIVE, outage, ActionDraft.vm("a", "pve", "stop")));

        station.pass(Duration.ofSeconds(10));
        assertThat(station.run(self).state()).isEqualTo(RunState.RUNNING);
        assertThat(step(self, "own", "host:own").deadlineAt()).isNull();
        station.pass(Duration.ofMinutes(10));

        assertThat(step(self, "own", "host:own").sentAt())
                .isAfterOrEqualTo(station.run(other).endedAt().plusSeconds(5));
        assertThat(station.run(self).committedAt())
                .isBeforeOrEqualTo(step(self, "own", "host:own").sentAt());
        assertThat(station.run(self).result()).isEqualTo("succeeded");
    }

    private void machines(String host, int count) {
        for (int i = 1; i <= count; i++) {
            site.vm(host, String.valueOf(i));
            station.world.put(host, "vm:" + i, "running");
        }
    }

    private UUID start(ActionDraft... actions) {
        return station.boot().start(site.live(actions));
    }

    private Step step(UUID run, String host, String target) {
        List<Step> found =
                station.steps(run).stream()
                        .filter(s -> s.target().hostId().equals(host))
                        .filter(s -> s.target().id().equals(target))
                        .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
