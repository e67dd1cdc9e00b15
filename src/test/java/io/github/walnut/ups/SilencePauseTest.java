package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that stood still must not take its own absence for that of the UPS. */
@Requirement("NUT-45")
class SilencePauseTest {

    private final Lab lab = new Lab();

    @ParameterizedTest
    @ValueSource(longs = {16_100, 60_000, 86_400_000})
    void a_pause_on_battery_is_no_empty_battery_whatever_the_poll_interval(long millis) {
        lab.config =
                new UpsConfig(
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        List.of(),
                        lab.config.critical());
        lab.poll("OL").polls(1, "OB").names();

        lab.clock.millis += millis;
        lab.tick();

        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().awaitsPoll()).isTrue();
        lab.fails(15, "tcp");
        assertThat(lab.names()).containsExactly("comm_bad", "low_battery", "critical");
    }

    @Test
    void a_restart_on_battery_waits_a_whole_dead_time_for_contact() {
        lab.poll("OL").polls(1, "OB").names();
        lab.clock.millis += 3_600_000;

        lab.restart().pass(14);
        assertThat(lab.names()).isEmpty();
        lab.pass(1);

        assertThat(lab.names()).containsExactly("low_battery", "critical");
    }
}
