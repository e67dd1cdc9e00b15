package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import io.github.walnut.policy.Recovery;
import io.github.walnut.run.DriverCall;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.Obligation;
import io.github.walnut.run.SeenState;
import io.github.walnut.run.SeenState.Source;
import io.github.walnut.run.SeenStates;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that the host lists, and storage that has to be asked itself. */
class SnapshotsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Site site =
            new Site()
                    .add("pve")
                    .add("nas")
                    .vm("pve", "1")
                    .recovery(
                            Site.recovery(Recovery.Order.REVERSE, 2, Recovery.OnSecondOutage.STOP));
    private final Station station = new Station(site).boot();
    private final Kept kept = new Kept();
    private OutageStates states;
    private Snapshots snapshots;

    /** What a store would keep. */
    private static final class Kept implements SeenStates {
        final List<SeenState> rows = new ArrayList<>();
        boolean began;
        boolean broken;

        @Override
        public List<SeenState> recent() {
            return List.copyOf(rows);
        }

        @Override
        public void save(List<SeenState> seen) {
            if (broken) {
                throw new IllegalStateException("disk full");
            }
            rows.addAll(seen);
        }

        @Override
        public boolean runBegan(UUID outageId) {
            return began;
        }
    }

    @BeforeEach
    void a_policy_that_starts_again_what_it_stops() {
        station.world.put("pve", "vm:1", "running");
        station.world.put("nas", "host:nas", "up");
        station.readings.unlisted("host");
        station.revise(site.live(clients(), storage()).policy());
        begin();
    }

    private static ActionDraft clients() {
        return ActionDraft.vm("clients", "pve", "shutdown");
    }

    private static ActionDraft storage() {
        return ActionDraft.of("nas", "nas", "power.control", "shutdown", "host");
    }

    private void begin() {
        states = new OutageStates(kept, Runnable::run);
        snapshots =
                new Snapshots(
                        new Snapshots.Ports(
                                site,
                                site,
                                station.readings,
                                station.world,
                                station.present(),
                                kept,
                                station.time,
                                Runnable::run,
                                station.time),
                        states);
        station.statesBefore = states;
        station.listeners.clear();
        station.listeners.addAll(List.of(station.law, snapshots));
    }

    private void outage() {
        station.ups(Site.UPS).onBattery();
        snapshots.heard(station.ups(Site.UPS).facts());
    }

    private List<String> seen() {
        return kept.rows.stream()
                .map(each -> each.targetId() + " " + each.state() + " " + each.source())
                .toList();
    }

    private List<DriverCall> questions() {
        return station.world.heard(Mode.STATE);
    }

    @Test
    @Requirement("EXE-50")
    void the_state_of_every_target_is_read_when_an_outage_begins() {
        outage();
        station.pass(Duration.ofSeconds(5));
        assertThat(seen()).containsExactlyInAnyOrder("vm:1 running INVENTORY", "host:nas up STATE");
        assertThat(kept.rows).allSatisfy(row -> assertThat(row.outageId()).isEqualTo(Site.OUTAGE));
        assertThat(kept.rows).allSatisfy(row -> assertThat(row.at()).isNotNull());
    }

    @Test
    @Requirement("EXE-50")
    void what_no_policy_starts_again_is_not_looked_at() {
        site.recovery((Recovery) null);
        station.revise(
                site.live(clients(), storage().onPowerReturn(OnPowerReturn.REVERSE)).policy());
        outage();
        station.pass(MINUTE);
        assertThat(seen()).containsOnly("host:nas up STATE");
    }

    @Test
    @Requirement("EXE-50")
    void it_is_read_again_until_the_first_run_of_the_outage_begins() {
        outage();
        station.pass(Duration.ofSeconds(100));
        assertThat(questions()).hasSize(2);
        station.start(site.inOutage(clients()));
        station.pass(MINUTE.multipliedBy(10));
        assertThat(questions()).filteredOn(call -> call.target().type().equals("host")).hasSize(2);
        assertThat(seen()).doesNotContain("vm:1 stopped INVENTORY", "vm:1 stopped STATE");
    }

    @Test
    @Requirement("EXE-50")
    void nothing_is_read_once_the_outage_is_over() {
        outage();
        station.pass(Duration.ofSeconds(5));
        station.ups(Site.UPS).onMains();
        snapshots.heard(station.ups(Site.UPS).noOutage());
        station.pass(MINUTE.multipliedBy(10));
        assertThat(questions()).hasSize(1);
    }

    @Test
    @Requirement("EXE-50")
    void a_host_that_answers_late_is_seen_when_it_has_answered() {
        station.readings.takes("pve", Duration.ofSeconds(40));
        outage();
        station.pass(Duration.ofSeconds(39));
        assertThat(seen()).containsExactly("host:nas up STATE");
        station.pass(Duration.ofSeconds(1));
        assertThat(seen()).contains("vm:1 running INVENTORY");
    }

    @Test
    @Requirement("EXE-50")
    void what_nobody_could_tell_before_the_stop_is_owed_by_what_was_seen_even_after_a_restart() {
        outage();
        station.pass(Duration.ofSeconds(5));
        station.killAndBoot();
        begin();
        kept.broken = true;
        station.world.put("pve", "vm:1", "unknown");
        station.start(site.inOutage(clients()));
        station.pass(MINUTE);
        assertThat(station.journal.everOwed())
                .extracting(Obligation::stateBefore)
                .containsExactly("running");
    }

    @Test
    @Requirement("EXE-50")
    void a_restart_in_the_middle_of_a_run_reads_nothing_anew() {
        kept.began = true;
        outage();
        station.pass(MINUTE.multipliedBy(5));
        assertThat(kept.rows).isEmpty();
        assertThat(questions()).isEmpty();
    }

    @Test
    @Requirement("EXE-50")
    void a_check_before_the_first_stop_wins_and_stands() {
        outage();
        station.pass(Duration.ofSeconds(5));
        station.world.put("pve", "vm:1", "stopped");
        station.start(site.inOutage(clients()));
        station.pass(MINUTE);
        assertThat(kept.rows.get(kept.rows.size() - 1).source()).isEqualTo(Source.PRECONDITION);

        station.world.put("pve", "vm:1", "unknown");
        station.start(site.inOutage(clients()));
        station.pass(MINUTE);
        assertThat(station.journal.everOwed()).isEmpty();
    }
}
