package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BrokerPausesTest {

    @Test
    @Requirement("MQ-5")
    void pauses_double_from_a_second_to_a_minute_give_or_take_a_fifth() {
        BrokerPauses even = new BrokerPauses(() -> 0.5);
        assertThat(IntStream.range(0, 9).mapToObj(i -> even.after(0).toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        even.connected();
        assertThat(even.after(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(new BrokerPauses(() -> 0).after(0)).isEqualTo(Duration.ofMillis(800));
        assertThat(new BrokerPauses(() -> 1).after(0)).isEqualTo(Duration.ofMillis(1200));
    }

    @Test
    @Requirement("MQ-5")
    void whoever_is_refused_or_was_driven_out_waits_a_minute() {
        BrokerPauses pauses = new BrokerPauses(() -> 0.5);
        for (int reason : new int[] {0x86, 0x87, 0x8C, 0x8E}) {
            assertThat(pauses.after(reason)).isEqualTo(Duration.ofSeconds(60));
        }
        assertThat(pauses.after(0)).isEqualTo(Duration.ofSeconds(1));
    }
}
