package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PollScheduleTest {

    @Property
    @Requirement("NUT-41")
    void rounds_start_on_the_grid_whatever_their_work_takes(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 14_000) Integer> work) {
        PollSchedule schedule = new PollSchedule(1000, 5000, 0);
        long now = 1000;
        for (int millis : work) {
            now = Math.max(now, schedule.next());
            assertThat(schedule.due(now)).isEqualTo(PollKind.FULL);
            assertThat((now - 1000) % 5000).isZero();
            now += millis;
            schedule.finished(now);
            assertThat(schedule.next()).isGreaterThan(now).isLessThanOrEqualTo(now + 5000);
        }
    }

    @Test
    @Requirement("NUT-41")
    void a_round_that_runs_into_the_next_one_makes_it_be_skipped() {
        PollSchedule schedule = new PollSchedule(0, 5000, 0);

        schedule.finished(7000);

        assertThat(schedule.due(7000)).isNull();
        assertThat(schedule.next()).isEqualTo(10_000);
    }

    @Test
    @Requirement("NUT-41")
    void does_not_drift_in_five_minutes() {
        PollSchedule schedule = new PollSchedule(0, 5000, 1000);
        List<Long> fulls = new ArrayList<>();
        for (long now = 0; now < 300_000; now = schedule.next()) {
            if (schedule.due(now) == PollKind.FULL) {
                fulls.add(now);
            }
            schedule.finished(now + 90);
        }

        assertThat(fulls).hasSize(60).allMatch(at -> at % 5000 == 0);
    }

    @Test
    @Requirement("NUT-42")
    void fast_rounds_stand_between_the_full_ones() {
        PollSchedule schedule = new PollSchedule(0, 3000, 1000);
        List<PollKind> kinds = new ArrayList<>();
        for (long now = 0; now <= 6000; now = schedule.next()) {
            kinds.add(schedule.due(now));
            schedule.finished(now + 10);
        }

        assertThat(kinds)
                .containsExactly(
                        PollKind.FULL,
                        PollKind.FAST,
                        PollKind.FAST,
                        PollKind.FULL,
                        PollKind.FAST,
                        PollKind.FAST,
                        PollKind.FULL);
    }

    @Test
    @Requirement("NUT-45")
    void tells_when_a_tick_comes_more_than_three_intervals_late() {
        PollSchedule schedule = new PollSchedule(0, 5000, 0);
        schedule.finished(10);

        assertThat(schedule.oversleptMillis(20_000)).isZero();
        assertThat(schedule.oversleptMillis(20_001)).isEqualTo(15_001);
    }
}
