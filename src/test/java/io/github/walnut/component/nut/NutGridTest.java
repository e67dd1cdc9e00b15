package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The grid of a real consumer, on the real clock and on one that runs fast. */
class NutGridTest {

    /** Twenty times as fast as the real one. */
    private static final class HastyClock implements NutClock {
        private final long start = System.nanoTime();

        @Override
        public long monotonicMillis() {
            return (System.nanoTime() - start) / 50_000;
        }

        @Override
        public long wallMillis() {
            return 1_760_000_000_000L + monotonicMillis();
        }
    }

    @Test
    @Requirement({"NUT-41", "NUT-45"})
    void a_consumer_keeps_its_grid_on_a_hasty_clock() throws Exception {
        HastyClock clock = new HastyClock();
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received =
                        Received.from(
                                "nut:rack1@" + upsd.address() + "?delay=20000&fastDelay=0",
                                "clock",
                                clock)) {
            received.first(m -> received.messages().size() >= 4);

            assertOnGrid(received, 20_000);
        }
    }

    @Test
    @Requirement("NUT-41")
    void a_consumer_keeps_its_grid_on_the_real_clock() throws Exception {
        try (ScriptedUpsd upsd = ScriptedUpsd.healthy("rack1");
                Received received =
                        Received.from("nut:rack1@" + upsd.address() + "?delay=600&fastDelay=0")) {
            received.first(m -> received.messages().size() >= 8);

            assertOnGrid(received, 600);
        }
    }

    /**
     * Between the first poll and the last lies a whole number of intervals, give or take less than
     * one: work and a busy machine make single polls late, but they do not add up.
     */
    private static void assertOnGrid(Received received, long interval) {
        List<Long> times =
                received.messages().stream()
                        .map(m -> m.getHeader(NutConstants.TIME, Long.class))
                        .toList();
        long start = times.get(0);
        List<Long> points =
                times.stream().map(at -> Math.round((at - start) / (double) interval)).toList();
        assertThat(points).doesNotHaveDuplicates().isSorted();
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            offsets.add(times.get(i) - start - points.get(i) * interval);
        }
        assertThat(offsets)
                .as("distance from the grid: %s", offsets)
                .anyMatch(o -> Math.abs(o) < interval / 4);
        assertThat(offsets.get(offsets.size() - 1)).isLessThan(interval / 2);
    }
}
