package io.github.walnut.dispatch;

import static io.github.walnut.policy.Recovery.OnSecondOutage.FINISH;
import static io.github.walnut.policy.Recovery.OnSecondOutage.STOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import io.github.walnut.policy.Recovery;
import io.github.walnut.policy.RecoveryDefaults;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.ErrorClass;
import io.github.walnut.run.Gate;
import io.github.walnut.run.MaintenanceWindow;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.Obligation.Status;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import io.github.walnut.virtual.VirtualWorld.Deed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two machines on pve are stopped, then the storage they use. */
class RecoveryTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Site site =
            new Site()
                    .add("pve")
                    .add("nas")
                    .vm("pve", "1")
                    .vm("pve", "2")
                    .recovery(Site.recovery(Recovery.Order.REVERSE, 2, STOP));
    private final Station station = new Station(site).boot();

    @BeforeEach
    void everything_runs_on_battery() {
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(5));
        station.world.put("pve", "vm:2", "running").takes(Duration.ofSeconds(5));
        station.world.put("nas", "host:nas", "up").takes(Duration.ofSeconds(20));
        station.ups(Site.UPS).onBattery();
    }

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    private UUID outage() {
        UUID id =
                station.start(
                        site.inOutage(
                                ActionDraft.vm("clients", "pve", "shutdown"),
                                ActionDraft.of("nas", "nas", "power.control", "shutdown", "host")
                                        .stage(1)
                                        .after("clients")));
        station.pass(Duration.ofMinutes(2));
        assertThat(station.run(id).result()).isEqualTo("succeeded");
        return id;
    }

    private void poll(Duration span) {
        for (Duration left = span; left.toSeconds() > 0; left = left.minusSeconds(5)) {
            station.pass(Duration.ofSeconds(5));
            station.ups(Site.UPS).polled();
        }
    }

    private List<Run> recoveries() {
        return station.journal.all().stream()
                .filter(run -> run.kind() == Run.Kind.RECOVERY)
                .toList();
    }

    private List<String> starts() {
        return station.world.deeds().stream()
                .filter(deed -> List.of("start", "on").contains(deed.verb()))
                .map(Deed::targetId)
                .toList();
    }

    private List<Status> statuses() {
        return station.journal.everOwed().stream().map(Obligation::status).toList();
    }

    private List<Step> steps(int recovery) {
        return station.steps(recoveries().get(recovery).id());
    }

    @Test
    @Requirement({"EXE-52", "EXE-53"})
    void what_was_stopped_is_started_in_reverse_once_mains_are_stable() {
        UUID stop = outage();
        station.ups(Site.UPS).onMains();
        poll(Duration.ofSeconds(295));
        assertThat(recoveries()).isEmpty();
        poll(Duration.ofMinutes(2));

        assertThat(starts()).containsExactly("host:nas", "vm:1", "vm:2");
        Run recovery = recoveries().get(0);
        assertThat(recovery.result()).isEqualTo("succeeded");
        assertThat(recovery.parentRun()).isEqualTo(stop);
        assertThat(recovery.actor()).isEqualTo("system");
        assertThat(recovery.course().gates())
                .allMatch(Gate::open)
                .extracting(Gate::kind)
                .containsExactlyInAnyOrder(Gate.Kind.values());
        assertThat(statuses()).containsOnly(Status.RESTORED);
    }

    @Test
    @Requirement({"POL-62", "API-70"})
    void what_a_policy_leaves_open_is_as_the_settings_say_at_that_moment() {
        Recovery usual = Site.recovery(Recovery.Order.REVERSE, 2, Recovery.OnSecondOutage.STOP);
        site.recovery(
                new Recovery(
                        true,
                        null,
                        null,
                        false,
                        usual.order(),
                        usual.stagger(),
                        usual.timeout(),
                        usual.retries(),
                        usual.maxWait(),
                        usual.onSecondOutage()));
        outage();
        station.recoveryDefaults = new RecoveryDefaults(Duration.ofMinutes(20), 0);
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(10));
        assertThat(recoveries()).isEmpty();
        station.recoveryDefaults = new RecoveryDefaults(Duration.ofMinutes(8), 101);
        poll(Duration.ofMinutes(2));
        assertThat(recoveries()).isEmpty();
        station.recoveryDefaults = new RecoveryDefaults(Duration.ofMinutes(8), 0);
        poll(Duration.ofMinutes(2));

        assertThat(recoveries()).hasSize(1);
    }

    @Test
    @Requirement("EXE-53")
    void a_wave_opens_when_the_one_before_is_confirmed_and_starts_are_staggered() {
        outage();
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(8));
        List<Step> steps = steps(0);
        assertThat(steps.get(1).intentAt()).isAfterOrEqualTo(steps.get(0).endedAt());
        assertThat(Duration.between(steps.get(1).intentAt(), steps.get(2).intentAt()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
        assertThat(steps).extracting(Step::state).containsOnly(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-52")
    void a_low_or_unknown_charge_keeps_everything_down() {
        outage();
        station.ups(Site.UPS).charge(39.0).onMains();
        poll(Duration.ofMinutes(10));
        assertThat(recoveries()).isEmpty();
        station.ups(Site.UPS).charge(null);
        poll(MINUTE);
        assertThat(recoveries()).isEmpty();
        station.ups(Site.UPS).charge(40.0);
        poll(Duration.ofSeconds(10));
        assertThat(recoveries()).hasSize(1);
    }

    @Test
    @Requirement("EXE-52")
    void mains_that_come_and_go_have_to_hold_twice_as_long() {
        outage();
        station.ups(Site.UPS).onMains().unstable();
        poll(Duration.ofSeconds(595));
        assertThat(recoveries()).isEmpty();
        poll(Duration.ofSeconds(10));
        assertThat(recoveries()).hasSize(1);
    }

    @Test
    @Requirement("EXE-52")
    void silence_is_no_proof_of_mains() {
        outage();
        station.ups(Site.UPS).onMains().silent();
        station.pass(Duration.ofMinutes(30));
        assertThat(recoveries()).isEmpty();
    }

    @Test
    @Requirement("EXE-52")
    void nothing_is_started_while_the_system_is_not_armed() {
        outage();
        station.armed = false;
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(10));
        assertThat(recoveries()).isEmpty();
        station.armed = true;
        poll(Duration.ofSeconds(10));
        assertThat(recoveries()).hasSize(1);
    }

    private static MaintenanceWindow window(Instant until, Set<String> hosts, Set<UUID> policies) {
        Instant begin = Instant.EPOCH;
        UUID id = new UUID(6, 6);
        return new MaintenanceWindow(
                id, begin, until, "new disks", "anna", false, hosts, policies, begin);
    }

    private void maintenance(Duration length, Set<String> hosts, Set<UUID> policies) {
        MaintenanceWindow window = window(station.time.now().plus(length), hosts, policies);
        station.maintenance = at -> window.active(at) ? List.of(window) : List.of();
    }

    @Test
    @Requirement("EXE-52")
    void a_policy_in_maintenance_starts_nothing_before_the_window_is_over() {
        UUID policy = station.run(outage()).policyId();
        station.ups(Site.UPS).onMains();
        maintenance(Duration.ofMinutes(10), Set.of(), Set.of(policy));
        poll(Duration.ofSeconds(595));
        assertThat(recoveries()).isEmpty();
        poll(Duration.ofMinutes(2));
        assertThat(starts()).containsExactly("host:nas", "vm:1", "vm:2");
    }

    @Test
    @Requirement("EXE-52")
    void a_host_in_maintenance_is_left_alone_and_the_others_are_started() {
        outage();
        station.ups(Site.UPS).onMains();
        maintenance(Duration.ofMinutes(20), Set.of("pve"), Set.of());
        poll(Duration.ofMinutes(15));
        assertThat(starts()).containsExactly("host:nas");
        assertThat(station.dispatcher.restarts().owed().values())
                .hasSize(2)
                .allSatisfy(
                        gates ->
                                assertThat(gates)
                                        .filteredOn(gate -> !gate.open())
                                        .extracting(Gate::detail)
                                        .containsExactly("pve is in maintenance"));
        poll(Duration.ofMinutes(7));
        assertThat(starts()).containsExactly("host:nas", "vm:1", "vm:2");
    }

    @Test
    @Requirement({"EXE-52", "POL-54"})
    void a_host_that_the_policy_must_not_touch_any_more_is_not_started() {
        UUID stop = outage();
        station.revise(site.neverHosts("2").live().policy());
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(20));
        assertThat(starts()).containsExactly("vm:1", "vm:2");
        assertThat(owed("host:nas").status()).isEqualTo(Status.OPEN);
        assertThatThrownBy(() -> station.dispatcher.restarts().recover(stop, false, "admin"))
                .hasMessageContaining("nas must not be touched");
    }

    @Test
    @Requirement("EXE-52")
    void an_unfinished_shutdown_run_of_the_same_ups_holds_it_back() {
        outage();
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(4));
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(100));
        UUID other = station.start(site.inOutage(ActionDraft.vm("again", "pve", "shutdown")));
        poll(Duration.ofSeconds(95));
        assertThat(recoveries()).isEmpty();
        poll(MINUTE);
        assertThat(station.run(other).state().terminal()).isTrue();
        assertThat(recoveries()).hasSize(1);
    }

    @Test
    @Requirement("EXE-52")
    void without_a_recovery_block_nothing_is_started() {
        site.recovery((Recovery) null);
        outage();
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(10));
        assertThat(recoveries()).isEmpty();
        assertThat(statuses()).containsOnly(Status.OPEN);
    }

    @Test
    @Requirement("EXE-52")
    void gates_that_stay_shut_are_told_of_every_twelve_hours() {
        outage();
        station.ups(Site.UPS).charge(10.0).onMains();
        station.pass(Duration.ofHours(11));
        assertThat(station.told).isEmpty();
        station.pass(Duration.ofHours(2));
        assertThat(station.told).containsExactly("RECOVERY_STALLED [CHARGE]");
        station.pass(Duration.ofHours(12));
        assertThat(station.told).hasSize(2);
        assertThat(statuses()).containsOnly(Status.OPEN);
    }

    @Test
    @Requirement("EXE-52")
    void a_host_that_does_not_answer_holds_back_later_waves_only_for_the_time_of_one_start() {
        site.add("dc").vm("dc", "1");
        station.world.put("dc", "vm:1", "running");
        station.start(
                site.inOutage(
                        ActionDraft.vm("clients", "pve", "shutdown"),
                        ActionDraft.vm("dc", "dc", "shutdown").stage(1)));
        station.pass(MINUTE);
        station.readings.takes("dc", Duration.ofHours(1));
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(7));
        assertThat(starts()).isEmpty();
        poll(Duration.ofMinutes(2));
        assertThat(starts()).containsExactly("vm:1", "vm:2");
        poll(Duration.ofMinutes(60));
        assertThat(starts()).containsExactly("vm:1", "vm:2", "vm:1");
        assertThat(statuses()).containsOnly(Status.RESTORED);
    }

    @Test
    @Requirement("EXE-53")
    void a_start_that_fails_is_tried_again_half_a_minute_later() {
        outage();
        station.world.mood(
                "nas",
                "host:nas",
                Mode.EXECUTE,
                new Behaviour.Refusing(ErrorClass.UNAVAILABLE),
                new Behaviour.Lying());
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(12));
        Step nas = steps(0).get(0);
        assertThat(nas.state()).isEqualTo(StepState.CONFIRMED);
        assertThat(nas.attempts()).hasSize(3);
        for (int n = 1; n < 3; n++) {
            Duration apart =
                    Duration.between(
                            nas.attempts().get(n - 1).sentAt(), nas.attempts().get(n).sentAt());
            assertThat(apart).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        }
        assertThat(statuses()).containsOnly(Status.RESTORED);
        // They had to wait for the storage, however long it took.
        assertThat(starts()).containsExactly("host:nas", "vm:1", "vm:2");
    }

    @Test
    @Requirement("EXE-53")
    void what_cannot_be_started_fails_and_stops_nobody_else() {
        outage();
        station.world.mood(
                "nas",
                "host:nas",
                Mode.EXECUTE,
                new Behaviour.Refusing(ErrorClass.UNAVAILABLE),
                new Behaviour.Refusing(ErrorClass.UNAVAILABLE),
                new Behaviour.Refusing(ErrorClass.UNAVAILABLE));
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(8));
        assertThat(steps(0).get(0).attempts()).hasSize(3);
        assertThat(station.told).containsExactly("RECOVERY_FAILED host:nas");
        assertThat(starts()).containsExactly("vm:1", "vm:2");
        assertThat(recoveries().get(0).result()).isEqualTo("partial");
        poll(MINUTE);
        assertThat(recoveries()).hasSize(1);
    }

    @Test
    @Requirement("EXE-55")
    void mains_that_fail_again_stop_what_was_not_started_and_the_next_return_goes_on() {
        outage();
        station.ups(Site.UPS).onMains();
        poll(Duration.ofSeconds(310));
        assertThat(starts()).containsExactly("host:nas");
        station.ups(Site.UPS).onBattery();
        poll(MINUTE);
        assertThat(recoveries().get(0).state().terminal()).isTrue();
        assertThat(recoveries().get(0).reason()).isEqualTo("second_outage");
        assertThat(starts()).containsExactly("host:nas");
        assertThat(statuses()).containsExactlyInAnyOrder(Status.RESTORED, Status.OPEN, Status.OPEN);

        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(6));
        assertThat(starts()).containsExactly("host:nas", "vm:1", "vm:2");
        assertThat(statuses()).containsOnly(Status.RESTORED);
    }

    @Test
    @Requirement("EXE-55")
    void a_wave_under_way_is_completed_where_the_policy_says_so() {
        site.recovery(Site.recovery(Recovery.Order.REVERSE, 2, FINISH));
        outage();
        station.ups(Site.UPS).onMains();
        poll(Duration.ofSeconds(330));
        assertThat(starts()).containsExactly("host:nas", "vm:1");
        station.ups(Site.UPS).onBattery();
        poll(MINUTE);
        assertThat(starts()).containsExactly("host:nas", "vm:1", "vm:2");
        assertThat(statuses()).containsOnly(Status.RESTORED);
    }

    @Test
    @Requirement({"EXE-55", "EXE-57", "EXE-51"})
    void a_shutdown_run_that_wants_the_host_ends_it_and_owes_once() {
        outage();
        station.ups(Site.UPS).onMains();
        poll(Duration.ofSeconds(330));
        assertThat(starts()).containsExactly("host:nas", "vm:1");
        station.ups(Site.UPS).onBattery();
        station.start(site.inOutage(ActionDraft.vm("clients", "pve", "shutdown")));
        poll(Duration.ofMinutes(3));
        assertThat(recoveries().get(0).state().terminal()).isTrue();
        assertThat(station.world.status("pve", "vm:1")).isEqualTo("stopped");
        assertThat(station.world.status("pve", "vm:2")).isEqualTo("stopped");
        assertThat(station.journal.obligations())
                .extracting(each -> each.target().id())
                .containsExactlyInAnyOrder("vm:1", "vm:2");

        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(6));
        assertThat(station.world.status("pve", "vm:1")).isEqualTo("running");
        assertThat(station.world.status("pve", "vm:2")).isEqualTo("running");
        assertThat(station.journal.obligations()).isEmpty();
    }

    @Test
    @Requirement("EXE-56")
    void a_program_that_was_down_recovers_once_it_has_heard_of_mains() {
        outage();
        station.killAndBoot();
        station.pass(Duration.ofMinutes(30));
        assertThat(recoveries()).isEmpty();
        station.ups(Site.UPS).onMains();
        poll(Duration.ofSeconds(295));
        assertThat(recoveries()).isEmpty();
        poll(Duration.ofMinutes(2));
        assertThat(starts()).containsExactly("host:nas", "vm:1", "vm:2");
    }

    @Test
    @Requirement({"EXE-56", "EXE-57"})
    void a_recovery_run_goes_on_after_a_crash_when_power_is_heard_of() {
        outage();
        station.ups(Site.UPS).onMains();
        poll(Duration.ofSeconds(310));
        station.pass(Duration.ofSeconds(1));
        station.killAndBoot();
        station.pass(Duration.ofSeconds(14));
        assertThat(starts()).containsExactly("host:nas");
        station.ups(Site.UPS).polled();
        poll(Duration.ofMinutes(3));
        assertThat(starts()).containsExactly("host:nas", "vm:1", "vm:2");
        assertThat(recoveries()).hasSize(1);
        assertThat(statuses()).containsOnly(Status.RESTORED);
    }

    @Test
    @Requirement({"EXE-48", "EXE-49"})
    void what_a_run_cut_short_is_undone_at_once_in_reverse_order() {
        site.recovery((Recovery) null);
        UUID id =
                station.start(
                        site.inOutage(
                                ActionDraft.of("nas", "nas", "power.control", "shutdown", "host")
                                        .onPowerReturn(OnPowerReturn.REVERSE),
                                ActionDraft.vm("clients", "pve", "shutdown")
                                        .stage(1)
                                        .onPowerReturn(OnPowerReturn.REVERSE)));
        station.world.target("pve/vm:1").takes(Duration.ofSeconds(40));
        station.pass(Duration.ofSeconds(24));
        station.ups(Site.UPS).charge(3.0).onMains();
        poll(Duration.ofMinutes(2));
        assertThat(station.run(id).result()).isEqualTo("reversed");
        assertThat(recoveries()).hasSize(1);
        assertThat(recoveries().get(0).parentRun()).isEqualTo(id);
        assertThat(starts()).containsExactly("vm:1", "vm:2", "host:nas");
        assertThat(statuses()).containsOnly(Status.RESTORED);
    }

    @Test
    @Requirement("EXE-51")
    void what_somebody_else_has_started_is_left_alone() {
        outage();
        station.world.put("pve", "vm:1", "running");
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(8));
        assertThat(starts()).containsExactly("host:nas", "vm:2");
        assertThat(statuses())
                .containsExactlyInAnyOrder(
                        Status.RESTORED, Status.RESTORED, Status.RESTORED_ELSEWHERE);
    }

    @Test
    @Requirement({"EXE-51", "EXE-55"})
    void a_start_that_is_confirmed_late_does_not_settle_the_stop_that_came_after_it() {
        outage();
        station.world.target("pve/vm:1").takes(Duration.ofSeconds(1));
        station.ups(Site.UPS).onMains();
        poll(Duration.ofSeconds(300));
        station.world.mood("pve", "vm:1", Mode.STATE, new Behaviour.Refusing(ErrorClass.TIMEOUT));
        while (!starts().contains("vm:1")) {
            station.pass(Duration.ofMillis(100));
        }
        station.ups(Site.UPS).onBattery();
        station.pass(Duration.ofMillis(1_100));
        station.start(site.inOutage(ActionDraft.vm("clients", "pve", "shutdown")));
        poll(MINUTE);
        assertThat(station.world.status("pve", "vm:1")).isEqualTo("stopped");
        assertThat(station.journal.obligations())
                .extracting(each -> each.target().id())
                .containsExactlyInAnyOrder("vm:1", "vm:2");
    }

    private Obligation owed(String target) {
        return station.journal.obligations().stream()
                .filter(each -> each.target().id().equals(target))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Requirement("EXE-54")
    void a_person_may_dismiss_what_is_owed_and_it_stays_down() {
        outage();
        Obligation dismissed =
                station.dispatcher.restarts().dismiss(owed("vm:2").id(), "admin: gone").get();
        assertThat(dismissed.status()).isEqualTo(Status.DISMISSED);
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(8));
        assertThat(starts()).containsExactly("host:nas", "vm:1");
        assertThat(station.journal.obligations()).isEmpty();
    }

    @Test
    @Requirement("EXE-54")
    void a_person_may_have_a_failed_start_tried_again() {
        outage();
        Behaviour no = new Behaviour.Refusing(ErrorClass.FORBIDDEN);
        station.world.mood("nas", "host:nas", Mode.EXECUTE, no);
        station.ups(Site.UPS).onMains();
        poll(Duration.ofMinutes(8));
        Restarts restarts = station.dispatcher.restarts();
        Obligation failed = owed("host:nas");
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(steps(0).get(0).attempts()).hasSize(1);

        assertThat(restarts.retry(failed.id())).isPresent();
        assertThat(restarts.retry(failed.id())).isEmpty();
        poll(MINUTE);
        assertThat(starts()).containsExactly("vm:1", "vm:2", "host:nas");
        assertThat(station.journal.obligations()).isEmpty();
    }

    @Test
    @Requirement("EXE-57")
    void a_person_may_recover_a_run_without_waiting_for_mains_and_charge() {
        site.recovery((Recovery) null);
        UUID stop = outage();
        Restarts restarts = station.dispatcher.restarts();
        assertThatThrownBy(() -> restarts.recover(stop, true, "admin"))
                .isInstanceOf(Restarts.RefusedException.class)
                .hasMessageContaining("is not on mains");

        UUID run = restarts.recover(stop, false, "admin");
        assertThatThrownBy(() -> restarts.recover(stop, false, "admin"))
                .hasMessageContaining("owed");
        poll(Duration.ofMinutes(2));
        assertThat(starts()).containsExactly("host:nas", "vm:1", "vm:2");
        assertThat(station.run(run).actor()).isEqualTo("admin");
        assertThat(station.run(run).result()).isEqualTo("succeeded");
    }

    @Test
    @Requirement("EXE-52")
    void what_is_owed_tells_what_it_waits_for() {
        outage();
        station.ups(Site.UPS).charge(20.0).onMains();
        poll(Duration.ofSeconds(10));
        station.dispatcher
                .restarts()
                .owed()
                .forEach(
                        (each, gates) ->
                                assertThat(gates)
                                        .filteredOn(gate -> !gate.open())
                                        .extracting(Gate::kind)
                                        .containsExactly(Gate.Kind.MAINS, Gate.Kind.CHARGE));
    }
}
