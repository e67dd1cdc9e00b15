package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.bench.ValidationBench;
import io.github.walnut.policy.PolicyReading;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Counts processor time, which other programs on the machine do not take. */
class ValidationSpeedTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    @Requirement("POL-75")
    void a_policy_of_32_actions_is_checked_within_200_ms_of_processor_time() {
        ValidationBench bench = new ValidationBench();
        PolicyReading json = bench.check(false);
        PolicyReading yaml = bench.check(true);
        assertThat(json.blocked()).as(json.findings().toString()).isFalse();
        assertThat(json.policy().actions()).hasSize(32);
        assertThat(yaml.hash()).isEqualTo(json.hash());

        long[] nanos =
                LongStream.range(0, 40)
                        .map(
                                i -> {
                                    long begin = THREADS.getCurrentThreadCpuTime();
                                    bench.check(i % 2 == 0);
                                    return THREADS.getCurrentThreadCpuTime() - begin;
                                })
                        .sorted()
                        .toArray();

        assertThat(Duration.ofNanos(nanos[37])).isLessThan(Duration.ofMillis(200));
    }
}
