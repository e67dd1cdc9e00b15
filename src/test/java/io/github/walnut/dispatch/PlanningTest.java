package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.ups.Severity;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlanningTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Site site = new Site().add("pve").vm("pve", "1").add("nas").vm("nas", "9");
    private final Station station = new Station(site).boot();

    PlanningTest() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("pve", "vm:2", "running");
        station.world.put("nas", "vm:9", "running");
    }

    @Test
    @Requirement("EXE-20")
    void a_run_whose_hosts_are_fresh_is_planned_and_written_at_once() {
        UUID id = station.start(site.live(ActionDraft.vm("a", "pve", "stop")));

        assertThat(station.run(id).state()).isEqualTo(RunState.RUNNING);
        assertThat(station.run(id).inventory())
                .singleElement()
                .satisfies(reading -> assertThat(reading.refreshed()).isTrue());
        assertThat(station.steps(id)).hasSize(1);
        assertThat(station.readings.asked).isEmpty();
    }

    @Test
    @Requirement({"EXE-20", "EXE-40"})
    void a_run_is_in_the_journal_before_its_hosts_have_told_their_targets_and_planned_after() {
        station.readings.takes("pve", SECOND).finds("pve", () -> site.vm("pve", "2"));

        UUID id = station.start(site.live(ActionDraft.vm("a", "pve", "stop")));

        assertThat(station.run(id).state()).isEqualTo(RunState.ACCEPTED);
        assertThat(station.run(id).phase()).isEqualTo("planning");
        assertThat(station.steps(id)).isEmpty();

        station.pass(SECOND);
        assertThat(station.run(id).state()).isEqualTo(RunState.RUNNING);
        assertThat(station.run(id).phase()).isNull();
        assertThat(targets(id)).containsExactly("vm:1", "vm:2");

        station.pass(Duration.ofMinutes(1));
        assertThat(station.run(id).result()).isEqualTo("succeeded");
        assertThat(station.run(id).severity()).isEqualTo(Severity.INFO);
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement({"EXE-22", "EXE-91"})
    void a_host_in_trouble_delays_nothing_on_other_hosts() {
        station.readings.takes("nas", Duration.ofHours(1));
        Instant begin = station.time.now();

        UUID id =
                station.start(
                        site.live(
                                ActionDraft.vm("b", "nas", "stop"),
                                ActionDraft.vm("a", "pve", "stop")));
        station.pass(SECOND);

        assertThat(station.world.heard(Mode.EXECUTE))
                .extracting(call -> call.host().id())
                .containsExactly("pve");
        station.pass(Duration.ofSeconds(5));
        assertThat(station.world.heard(Mode.EXECUTE))
                .extracting(call -> call.host().id())
                .containsExactly("pve", "nas");
        assertThat(Duration.between(begin, step(id, "vm:9").sentAt()))
                .isLessThan(Duration.ofSeconds(6));

        station.pass(Duration.ofMinutes(1));
        assertThat(station.run(id).result()).isEqualTo("succeeded");
        assertThat(station.run(id).severity()).isEqualTo(Severity.WARN);
        assertThat(station.run(id).inventory())
                .extracting(reading -> reading.hostId() + " " + reading.stale())
                .containsExactly("nas true", "pve false");
    }

    @Test
    @Requirement("EXE-22")
    void what_a_host_tells_late_joins_a_stage_that_has_not_ended_and_takes_nothing_away() {
        station.world.put("nas", "vm:8", "running");
        station.world.put("nas", "vm:7", "running");
        station.readings
                .takes("nas", Duration.ofSeconds(20))
                .finds("nas", () -> site.vm("nas", "8").withoutTarget("nas", "vm:9"));
        station.world.put("nas", "vm:9", "running").takes(Duration.ofSeconds(40));

        UUID id = station.start(site.live(ActionDraft.vm("a", "nas", "stop")));
        station.pass(Duration.ofSeconds(10));
        assertThat(targets(id)).containsExactly("vm:9");
        String first = station.run(id).planHash();

        station.pass(Duration.ofSeconds(11));
        assertThat(targets(id)).containsExactly("vm:9", "vm:8");
        assertThat(station.run(id).planHash()).isNotEqualTo(first);

        station.pass(Duration.ofMinutes(2));
        assertThat(station.run(id).result()).isEqualTo("succeeded");
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement("EXE-22")
    void what_a_host_tells_after_its_stage_has_ended_is_left_alone() {
        station.readings
                .takes("nas", Duration.ofSeconds(20))
                .finds("nas", () -> site.vm("nas", "8"));
        station.world.put("nas", "vm:9", "running").takes(SECOND);
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(40));

        UUID id =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "nas", "stop"),
                                ActionDraft.vm("b", "pve", "stop").stage(1)));
        station.pass(Duration.ofMinutes(2));

        assertThat(targets(id)).containsExactly("vm:1", "vm:9");
        assertThat(station.run(id).result()).isEqualTo("succeeded");
    }

    @Test
    @Requirement({"EXE-26", "EXE-98"})
    void a_later_stage_waits_for_a_host_of_an_earlier_one_that_has_not_told_its_targets() {
        station.readings.takes("nas", Duration.ofSeconds(3));

        UUID id =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "nas", "stop"),
                                ActionDraft.vm("b", "pve", "stop").stage(1)));
        station.pass(Duration.ofMinutes(1));

        assertThat(step(id, "vm:1").sentAt()).isAfter(step(id, "vm:9").endedAt());
    }

    @Test
    @Requirement({"EXE-26", "EXE-98"})
    void an_action_waits_for_another_one_whose_targets_are_not_known_yet() {
        station.readings.takes("nas", Duration.ofSeconds(3));

        UUID id =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "nas", "stop"),
                                ActionDraft.vm("b", "pve", "stop").after("a")));
        station.pass(Duration.ofMinutes(1));

        assertThat(step(id, "vm:1").sentAt()).isAfter(step(id, "vm:9").endedAt());
    }

    @Test
    @Requirement("EXE-25")
    void the_hash_of_a_plan_does_not_tell_which_host_was_slow() {
        ActionDraft[] actions = {
            ActionDraft.vm("a", "nas", "stop"), ActionDraft.vm("b", "pve", "stop").stage(1)
        };
        UUID quick = station.start(site.live(actions));
        String hash = station.run(quick).planHash();
        station.pass(Duration.ofMinutes(1));
        station.readings.takes("nas", Duration.ofSeconds(3));

        UUID slow = station.start(site.live(actions));
        station.pass(Duration.ofMinutes(1));

        assertThat(station.readings.asked).containsExactly("nas");
        assertThat(station.run(slow).planHash()).isEqualTo(hash);
    }

    @Test
    @Requirement({"EXE-44", "EXE-94"})
    void a_run_that_was_being_planned_when_the_process_died_is_planned_by_the_next_one() {
        station.readings.takes("pve", Duration.ofSeconds(3));
        UUID id = station.start(site.live(ActionDraft.vm("a", "pve", "stop")));
        station.pass(SECOND);

        station.killAndBoot();
        station.pass(Duration.ofMinutes(1));

        assertThat(station.run(id).result()).isEqualTo("succeeded");
        assertThat(station.world.deeds()).hasSize(1);
    }

    @Test
    @Requirement({"EXE-44", "EXE-94"})
    void a_host_that_was_missing_when_the_process_died_is_asked_by_the_next_one() {
        station.readings.takes("nas", Duration.ofSeconds(3));
        UUID id =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "nas", "stop"),
                                ActionDraft.vm("b", "pve", "stop")));
        station.pass(SECOND);
        assertThat(targets(id)).containsExactly("vm:1");

        station.killAndBoot();
        station.pass(Duration.ofMinutes(1));

        assertThat(targets(id)).containsExactly("vm:1", "vm:9");
        assertThat(station.run(id).result()).isEqualTo("succeeded");
        assertThat(station.world.deeds()).hasSize(2);
    }

    @Test
    @Requirement("EXE-61")
    void a_run_that_is_being_planned_can_be_cancelled() {
        station.readings.takes("pve", Duration.ofSeconds(3));
        UUID id = station.start(site.live(ActionDraft.vm("a", "pve", "stop")));

        assertThat(station.dispatcher.cancel(id, "ops", "not now"))
                .isEqualTo(Dispatcher.Cancellation.CANCELLED);
        station.pass(Duration.ofMinutes(1));

        assertThat(station.run(id).state()).isEqualTo(RunState.CANCELLED);
        assertThat(station.world.heard(Mode.PROBE)).isEmpty();
    }

    @Test
    @Requirement("EXE-40")
    void a_plan_that_cannot_be_made_ends_its_run_and_no_other() {
        site.broken("pve");
        UUID broken = station.start(site.live(ActionDraft.vm("a", "pve", "stop")));
        UUID sound = station.start(site.live(ActionDraft.vm("a", "nas", "stop")));
        station.pass(Duration.ofMinutes(1));

        assertThat(station.run(broken).result()).isEqualTo("planning_failed");
        assertThat(station.run(broken).severity()).isEqualTo(Severity.ERROR);
        assertThat(station.run(sound).result()).isEqualTo("succeeded");
    }

    private java.util.List<String> targets(UUID id) {
        return station.steps(id).stream().map(step -> step.target().id()).toList();
    }

    private Step step(UUID id, String target) {
        return station.steps(id).stream()
                .filter(step -> step.target().id().equals(target))
                .findFirst()
                .orElseThrow();
    }
}
