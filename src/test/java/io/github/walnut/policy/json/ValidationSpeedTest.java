package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.bench.ValidationBench;
import io.github.walnut.policy.PolicyReading;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ValidationSpeedTest {

    @Test
    @Requirement("POL-75")
    void a_policy_of_32_actions_is_checked_within_200_ms() {
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
                                    long begin = System.nanoTime();
                                    bench.check(i % 2 == 0);
                                    return System.nanoTime() - begin;
                                })
                        .sorted()
                        .toArray();

        assertThat(Duration.ofNanos(nanos[37])).isLessThan(Duration.ofMillis(200));
    }
}
