package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.Journal;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalTroubleTest {

    private final Site site = new Site().add("pve").vm("pve", "1");
    private final Station station = new Station(site).boot();

    @BeforeEach
    void one_machine() {
        station.world.put("pve", "vm:1", "running");
    }

    @Test
    @Requirement("EXE-42")
    void nothing_is_sent_before_its_intent_is_written() {
        station.journal.fault((number, committed) -> refuse(number, committed, 2));
        stop();

        station.pass(Duration.ofSeconds(1));

        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
    }

    @Test
    @Requirement("EXE-42")
    void the_run_goes_on_when_the_journal_comes_back_and_health_hears_of_it() {
        station.journal.fault((number, committed) -> refuse(number, committed, 1));
        UUID id = stop();
        station.pass(Duration.ofSeconds(1));
        assertThat(station.told).isEmpty();
        station.pass(Duration.ofSeconds(2));
        assertThat(station.told).containsExactly("journal degraded: disk full");
        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();

        station.journal.fault((number, committed) -> {});
        station.pass(Duration.ofMinutes(1));

        assertThat(station.told).containsExactly("journal degraded: disk full", "journal restored");
        assertThat(station.run(id).result()).isEqualTo("succeeded");
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement("EXE-42")
    void an_intent_that_was_written_too_late_is_not_sent() {
        UUID id =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "pve", "stop")
                                        .timeout(Duration.ofSeconds(20))));
        station.journal.fault((number, committed) -> refuse(number, committed, 1));
        station.pass(Duration.ofSeconds(30));
        station.journal.fault((number, committed) -> {});
        station.pass(Duration.ofSeconds(30));

        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
        assertThat(station.run(id).result()).isEqualTo("failed");
        assertThat(station.steps(id).get(0).reason()).isEqualTo("budget");
    }

    @Test
    @Requirement("EXE-45")
    void a_lost_epoch_ends_all_sending() {
        station.journal.fault(
                (number, committed) -> {
                    throw new Journal.EpochLostException("epoch 2 since 10:00");
                });
        stop();
        station.pass(Duration.ofMinutes(1));

        assertThat(station.world.heard(Mode.EXECUTE)).isEmpty();
        assertThat(station.told).containsExactly("epoch lost: epoch 2 since 10:00");
        assertThatThrownBy(this::stop).isInstanceOf(Journal.EpochLostException.class);
    }

    @Test
    @Requirement("EXE-71")
    void listeners_hear_each_change_after_it_is_written_in_rising_order_and_cannot_break_a_run() {
        List<String> heard = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        station.listeners.add(
                (type, run, changed) -> {
                    Run written = station.journal.find(run.id()).orElseThrow().run();
                    assertThat(written.state().ordinal())
                            .isGreaterThanOrEqualTo(run.state().ordinal());
                    heard.add(type + " " + run.state());
                    numbers.add(run.runSeq());
                    throw new IllegalStateException("a listener that fails");
                });
        station.boot();
        UUID id = stop();
        station.pass(Duration.ofMinutes(1));

        assertThat(station.run(id).state()).isEqualTo(RunState.DONE);
        assertThat(heard.get(0)).isEqualTo("run.created RUNNING");
        assertThat(heard.get(heard.size() - 1)).isEqualTo("run.closed DONE");
        assertThat(heard).contains("step.state FINISHING", "run.state FINISHING", "run.state DONE");
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    @Requirement("EXE-42")
    void the_intents_of_orders_that_go_together_share_one_transaction() {
        site.add("nas").vm("nas", "1");
        station.world.put("nas", "vm:1", "running");
        UUID id =
                station.start(
                        site.live(
                                ActionDraft.vm("a", "pve", "stop"),
                                ActionDraft.vm("b", "nas", "stop")));
        station.pass(Duration.ofMinutes(1));

        assertThat(station.steps(id).get(0).intentAt())
                .isEqualTo(station.steps(id).get(1).intentAt());
        assertThat(station.run(id).result()).isEqualTo("succeeded");
    }

    private static void refuse(int number, boolean committed, int from) {
        if (number >= from && !committed) {
            throw new Journal.UnavailableException("disk full", null);
        }
    }

    private UUID stop() {
        return station.start(site.live(ActionDraft.vm("a", "pve", "stop")));
    }
}
