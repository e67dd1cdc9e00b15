package io.github.walnut.outages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.LongForm;
import io.github.walnut.Requirement;
import io.github.walnut.run.Run;
import io.github.walnut.run.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Outages by the thousand, each from a seed: nothing missed, nothing false, nothing out of order.
 * {@code -Dtest.seed=N} plays one of them, {@code -Dtest.seeds=N} so many.
 */
class SeededOutagesTest {

    private static final int MANY = LongForm.Size.of(1_000, 10_000);
    private static final int SAMPLE = 50;

    @Test
    @Requirement({"EXE-80", "EXE-94", "EXE-98", "EXE-99"})
    void every_outage_stops_what_it_must_and_nothing_else_in_order() {
        Seeds seeds = new Seeds(WorldMaker::outage);
        List<Long> asked = Seeds.asked(MANY);
        assertThat(seeds.firstFailure(asked)).isEmpty();
        assertThat(seeds.demanded()).isGreaterThanOrEqualTo(asked.size() > 99 ? asked.size() : 0);
    }

    @Test
    @Requirement("EXE-97")
    void faults_of_contact_stop_nothing_while_mains_hold() {
        Seeds seeds = new Seeds(WorldMaker::calm);
        assertThat(seeds.firstFailure(Seeds.asked(MANY))).isEmpty();
        assertThat(seeds.orders()).isZero();
    }

    @Test
    @Requirement("EXE-83")
    void equal_seeds_give_equal_records() {
        for (long seed : Seeds.asked(SAMPLE)) {
            assertThat(records(seed)).as("seed " + seed).isEqualTo(records(seed));
        }
    }

    private static List<Object> records(long seed) {
        Trial trial = new Trial(WorldMaker.outage(seed)).play();
        List<Object> records = new ArrayList<>(trial.laboratory().store().decisions());
        for (Run run : trial.runs()) {
            List<Step> steps = trial.steps(run);
            records.add(run);
            records.addAll(steps);
        }
        records.addAll(trial.laboratory().store().everOwed());
        return records;
    }
}
