package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.app.SimulatedDay.Mark;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few hours of two UPSs; the figures of a day come from {@link DayBench}. */
class SimulatedDayTest {

    private static final int HOURS = 3;
    private static final double MOST = 5.0 * 1024 * 1024; // five times the budget

    @TempDir Path folder;

    @Test
    @Requirement("OPS-90")
    void neither_heap_nor_threads_nor_descriptors_grow_with_the_hours() throws Exception {
        try (SimulatedDay day = new SimulatedDay(folder, 2)) {
            List<Mark> marks = day.pass(HOURS, mark -> {});
            List<Mark> settled = marks.subList(1, HOURS);
            assertThat(SimulatedDay.slope(settled)).isLessThan(MOST);
            Mark last = settled.get(settled.size() - 1);
            assertThat(last.threads()).isLessThanOrEqualTo(settled.get(0).threads() + 2);
            assertThat(last.descriptors()).isLessThanOrEqualTo(settled.get(0).descriptors() + 2);
        }
    }
}
