package io.github.walnut.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Requirement("EXE-74")
class LearnedTimeTest {

    private static List<Duration> seconds(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Duration::ofSeconds).toList();
    }

    @Test
    void fewer_than_three_samples_say_nothing() {
        assertThat(LearnedTime.of(seconds(2))).isEmpty();
        assertThat(LearnedTime.of(seconds(3)))
                .contains(new LearnedTime(3, Duration.ofSeconds(2), Duration.ofSeconds(3)));
    }

    @Test
    void percentiles_are_samples_at_the_nearest_rank() {
        assertThat(LearnedTime.of(seconds(40)))
                .contains(new LearnedTime(40, Duration.ofSeconds(20), Duration.ofSeconds(38)));
    }

    @Test
    void no_estimate_is_longer_than_what_was_declared() {
        LearnedTime time = LearnedTime.of(seconds(40)).orElseThrow();
        assertThat(time.within(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
        assertThat(time.within(Duration.ofSeconds(50))).isEqualTo(Duration.ofSeconds(38));
    }
}
