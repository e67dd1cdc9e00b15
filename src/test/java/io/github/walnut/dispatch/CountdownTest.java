package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.Countdown;
import io.github.walnut.run.Countdown.Kind;
import io.github.walnut.run.Run;
import io.github.walnut.run.RunListener;
import io.github.walnut.run.Step;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What listeners are told of the ends of delays, budgets and holds. */
@Requirement("EXE-71")
class CountdownTest {

    private final Site site = new Site().add("pve").add("nas").vm("pve", "1").vm("nas", "1");
    private final Station station = new Station(site);
    private final List<List<Countdown>> told = new ArrayList<>();
    private long number = -1;

    private final class Ear implements RunListener {
        @Override
        public void changed(String type, Run run, List<Step> changed) {
            rises(run);
        }

        @Override
        public void countdown(Run run, List<Countdown> ends) {
            rises(run);
            assertThat(told.isEmpty() ? List.of() : last()).isNotEqualTo(ends);
            told.add(ends);
        }

        private void rises(Run run) {
            assertThat(run.runSeq()).isGreaterThan(number);
            number = run.runSeq();
        }
    }

    private Instant began() {
        station.listeners.add(new Ear());
        station.boot();
        station.world.put("pve", "vm:1", "running").takes(Duration.ofSeconds(5));
        station.world.put("nas", "vm:1", "running").takes(Duration.ofSeconds(5));
        return station.time.now();
    }

    private List<Countdown> last() {
        return told.get(told.size() - 1);
    }

    private Instant end(Kind kind, String action) {
        return last().stream()
                .filter(end -> end.kind() == kind && action.equals(end.actionId()))
                .map(Countdown::at)
                .findFirst()
                .orElse(null);
    }

    @Test
    void a_delay_and_the_budget_behind_it_are_told_when_the_stage_opens() {
        Instant start = began();
        station.start(
                site.live(
                        ActionDraft.vm("a", "pve", "stop").timeout(Duration.ofSeconds(60)),
                        ActionDraft.vm("b", "nas", "stop")
                                .stage(1)
                                .delay(Duration.ofSeconds(30))
                                .timeout(Duration.ofSeconds(90))));
        station.pass(Duration.ofSeconds(1));
        assertThat(end(Kind.BUDGET, "a")).isEqualTo(start.plusSeconds(60));
        assertThat(end(Kind.BUDGET, "b")).isNull();

        station.pass(Duration.ofSeconds(15));
        assertThat(end(Kind.BUDGET, "a")).isNull();
        Instant opens = end(Kind.DELAY, "b");
        assertThat(opens).isBetween(start.plusSeconds(30), start.plusSeconds(46));
        assertThat(end(Kind.BUDGET, "b")).isEqualTo(opens.plusSeconds(90));

        station.pass(Duration.ofSeconds(45));
        assertThat(end(Kind.DELAY, "b")).isNull();
        assertThat(told.size()).isLessThanOrEqualTo(4);
    }

    @Test
    void a_hold_stands_in_the_place_of_what_stands_still() {
        Instant start = began();
        UUID id =
                station.start(
                        site.live(ActionDraft.vm("a", "pve", "stop").delay(Duration.ofMinutes(1))));
        station.pass(Duration.ofSeconds(2));
        station.dispatcher.interventions().hold(id, Duration.ofMinutes(5), "ada", "wait");
        station.pass(Duration.ofSeconds(2));

        assertThat(last()).extracting(Countdown::kind).containsExactly(Kind.HOLD);
        assertThat(last().get(0).at()).isEqualTo(start.plusSeconds(2).plus(Duration.ofMinutes(5)));
    }

    @Test
    @Requirement("EXE-46")
    void the_pause_before_there_is_no_return_is_visible() {
        site.add("own", Host.State.CONNECTED, true);
        Instant start = began();
        station.world.put("own", "host:own", "on");
        station.start(site.live(ActionDraft.of("own", "own", "power.control", "shutdown", "host")));
        station.pass(Duration.ofSeconds(2));

        assertThat(end(Kind.FINAL_DELAY, "own")).isEqualTo(start.plusSeconds(5));
    }
}
