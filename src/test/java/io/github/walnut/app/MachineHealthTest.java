package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.api.SystemReads.Component;
import io.github.walnut.app.MachineHealth.Space;
import io.github.walnut.ups.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MachineHealthTest {

    private static final long GIB = 1L << 30;

    private Space disk = new Space(50 * GIB, 100 * GIB);
    private Space heap = new Space(50, 100);
    private Instant wall = Instant.parse("2026-05-02T08:00:00Z");
    private long steady;
    private final AtomicInteger jumps = new AtomicInteger();
    private final MachineHealth health =
            new MachineHealth(
                    () -> disk,
                    () -> heap,
                    new Clock() {
                        @Override
                        public Instant now() {
                            return wall;
                        }

                        @Override
                        public long monotonicMillis() {
                            return steady;
                        }
                    },
                    jumps::incrementAndGet);

    private String status(String name) {
        return health.get().stream()
                .filter(part -> part.name().equals(name))
                .map(Component::status)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Requirement("OPS-51")
    void room_on_disk_counts_by_share_and_by_size() {
        assertThat(status("disk")).isEqualTo("ok");
        disk = new Space(9 * GIB, 100 * GIB);
        assertThat(status("disk")).isEqualTo("degraded");
        disk = new Space(GIB - 1, 3 * GIB);
        assertThat(status("disk")).isEqualTo("degraded");
        disk = new Space(3 * GIB, 200 * GIB);
        assertThat(status("disk")).isEqualTo("error");
        disk = new Space(199L << 20, GIB);
        assertThat(status("disk")).isEqualTo("error");
        disk = new Space(0, 0);
        assertThat(status("disk")).as("it cannot be asked").isEqualTo("error");
    }

    @Test
    @Requirement("OPS-51")
    void memory_that_stays_in_use_is_told() {
        assertThat(status("memory")).isEqualTo("ok");
        heap = new Space(14, 100);
        assertThat(status("memory")).isEqualTo("degraded");
        heap = new Space(0, 0);
        assertThat(status("memory")).as("no collection yet").isEqualTo("ok");
    }

    @Test
    @Requirement("OPS-51")
    void a_clock_that_was_set_shows_for_a_minute() {
        assertThat(status("clock")).isEqualTo("ok");
        pass(10, 10);
        assertThat(status("clock")).isEqualTo("ok");
        pass(10, 17);
        assertThat(status("clock")).isEqualTo("degraded");
        pass(50, 50);
        assertThat(status("clock")).isEqualTo("degraded");
        pass(11, 11);
        assertThat(status("clock")).isEqualTo("ok");
        assertThat(jumps).hasValue(1);
    }

    @Test
    @Requirement("OPS-51")
    void a_clock_that_is_drawn_away_second_by_second_shows_too() {
        assertThat(status("clock")).isEqualTo("ok");
        for (int i = 0; i < 5; i++) {
            pass(10, 9);
            assertThat(status("clock")).isEqualTo("ok");
        }
        pass(9, 8);
        assertThat(status("clock")).isEqualTo("degraded");
        assertThat(jumps).hasValue(1);
    }

    @Test
    void a_clock_that_is_a_little_slow_for_long_is_none_that_was_set() {
        for (int i = 0; i < 100; i++) {
            pass(1_000, 995);
            assertThat(status("clock")).isEqualTo("ok");
            pass(30, 30);
            assertThat(status("clock")).isEqualTo("ok");
        }
        assertThat(jumps).hasValue(0);
    }

    private void pass(long steadySeconds, long wallSeconds) {
        steady += steadySeconds * 1000;
        wall = wall.plusSeconds(wallSeconds);
    }
}
