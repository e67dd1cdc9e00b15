package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.run.Step;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GlobalLockTest {

    private final Site site =
            new Site()
                    .add("pve")
                    .add("nas")
                    .add("sw")
                    .vm("pve", "1")
                    .vm("nas", "1")
                    .vm("sw", "1")
                    .globalLock("site-shutdown");
    private final Station station = new Station(site).boot();

    @BeforeEach
    void three_machines() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("nas", "vm:1", "running");
        station.world.put("sw", "vm:1", "running");
    }

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement({"EXE-60", "EXE-40"})
    void runs_with_one_lock_go_one_after_the_other_the_urgent_first() {
        UUID first = stop("pve", 100);
        station.pass(Duration.ofSeconds(1));
        UUID late = stop("nas", 200);
        UUID urgent = stop("sw", 50);
        station.pass(Duration.ofSeconds(1));
        assertThat(station.run(first).state()).isEqualTo(RunState.FINISHING);
        assertThat(station.run(late).state()).isEqualTo(RunState.ACCEPTED);
        assertThat(station.run(late).phase()).isEqualTo("lock");

        station.pass(Duration.ofMinutes(5));

        Run second = station.run(urgent);
        assertThat(second.firstDispatchAt()).isAfterOrEqualTo(station.run(first).endedAt());
        assertThat(station.run(late).firstDispatchAt()).isAfterOrEqualTo(second.endedAt());
        assertThat(station.run(late).result()).isEqualTo("succeeded");
    }

    @Test
    @Requirement("EXE-60")
    void a_run_that_nobody_needs_any_more_ends_when_it_gets_the_lock() {
        stop("pve", 100);
        station.pass(Duration.ofSeconds(1));
        UUID waiting = stop("nas", 100);
        station.stillMet = false;
        station.pass(Duration.ofMinutes(5));

        assertThat(station.run(waiting).result()).isEqualTo("no_longer_met");
        assertThat(station.world.status("nas", "vm:1")).isEqualTo("running");
    }

    @Test
    @Requirement("EXE-60")
    void a_run_gives_up_after_a_quarter_of_an_hour() {
        station.world.put("pve", "vm:1", "running").takes(Duration.ofHours(1));
        site.globalLock("site-shutdown");
        station.start(site.live(ActionDraft.vm("a", "pve", "stop").timeout(Duration.ofHours(2))));
        station.pass(Duration.ofSeconds(1));
        UUID waiting = stop("nas", 100);
        station.pass(Duration.ofMinutes(16));

        assertThat(station.run(waiting).result()).isEqualTo("lock_timeout");
        assertThat(station.run(waiting).severity().word()).isEqualTo("error");
        assertThat(
                        Duration.between(
                                station.run(waiting).createdAt(), station.run(waiting).endedAt()))
                .isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    @Requirement({"EXE-60", "API-70"})
    void how_long_it_waits_is_a_setting() {
        station.lockPatience = Duration.ofMinutes(3);
        station.boot();
        station.world.put("pve", "vm:1", "running").takes(Duration.ofHours(1));
        site.globalLock("site-shutdown");
        station.start(site.live(ActionDraft.vm("a", "pve", "stop").timeout(Duration.ofHours(2))));
        station.pass(Duration.ofSeconds(1));
        UUID waiting = stop("nas", 100);
        station.pass(Duration.ofSeconds(170));
        assertThat(station.run(waiting).state().terminal()).isFalse();
        station.pass(Duration.ofSeconds(20));

        assertThat(station.run(waiting).result()).isEqualTo("lock_timeout");
    }

    @Test
    @Requirement("EXE-60")
    void a_dry_run_waits_for_no_real_run() {
        stop("pve", 100);
        station.pass(Duration.ofSeconds(1));
        UUID dry =
                station.start(
                        site.request(Run.Mode.DRY_RUN, null, ActionDraft.vm("a", "nas", "stop")));
        station.pass(Duration.ofSeconds(1));

        assertThat(station.run(dry).state()).isEqualTo(RunState.DONE);
    }

    /** The run that waits was behind the other, and comes before it now. */
    @Test
    @Requirement({"EXE-27", "EXE-60"})
    void a_run_that_has_only_walnuts_own_host_left_lets_the_next_one_have_the_lock() {
        site.add("own", Host.State.CONNECTED, true);
        station.world.put("own", "host:own", "on");
        UUID outage = site.nextId();
        ActionDraft own = ActionDraft.of("own", "own", "power.control", "shutdown", "host");
        site.priority(50);
        UUID first =
                station.start(
                        site.request(
                                Run.Mode.LIVE,
                                outage,
                                ActionDraft.vm("a", "pve", "stop"),
                                own.stage(1)));
        site.priority(100);
        UUID second =
                station.start(
                        site.request(Run.Mode.LIVE, outage, ActionDraft.vm("a", "nas", "stop")));
        station.pass(Duration.ofMinutes(5));

        assertThat(station.run(second).result()).isEqualTo("succeeded");
        assertThat(station.run(first).result()).isEqualTo("succeeded");
        Step last =
                station.steps(first).stream()
                        .filter(step -> step.target().self())
                        .findFirst()
                        .orElseThrow();
        assertThat(last.sentAt()).isAfterOrEqualTo(station.run(second).endedAt());
    }

    /** Nothing else happens at that moment, so nothing else would wake it. */
    @Test
    @Requirement({"EXE-27", "EXE-60"})
    void the_end_of_a_run_that_waited_wakes_walnuts_own_host_at_once() {
        site.add("own", Host.State.CONNECTED, true).globalLock(null);
        station.world.put("own", "host:own", "on");
        UUID outage = site.nextId();
        ActionDraft own = ActionDraft.of("own", "own", "power.control", "shutdown", "host");
        UUID last = station.start(site.request(Run.Mode.LIVE, outage, own));
        site.globalLock("site-shutdown");
        ActionDraft quiet = ActionDraft.vm("a", "pve", "stop").delay(Duration.ofHours(1));
        station.start(site.request(Run.Mode.LIVE, site.nextId(), quiet));
        UUID waiting =
                station.start(
                        site.request(Run.Mode.LIVE, outage, ActionDraft.vm("a", "nas", "stop")));
        station.pass(Duration.ofMinutes(20));

        assertThat(station.run(waiting).result()).isEqualTo("lock_timeout");
        assertThat(station.run(last).result()).isEqualTo("succeeded");
    }

    private UUID stop(String host, int priority) {
        return station.start(site.priority(priority).live(ActionDraft.vm("a", host, "stop")));
    }
}
