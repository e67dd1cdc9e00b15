package io.github.walnut.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PowerMetricsTest {

    private final PowerMetrics metrics = new PowerMetrics(() -> true, () -> 2);

    @Test
    @Requirement("NUT-77")
    void polls_lost_polls_and_events_count() {
        PollResult good =
                new PollResult.Good(
                        "rack@lab", Instant.EPOCH, Sample.Poll.FULL, Map.of("ups.status", "OL"));
        metrics.polled(good);
        metrics.polled(good);
        metrics.polled(new PollResult.Failed("rack@lab", Instant.EPOCH, "tcp", "TIMEOUT"));
        metrics.happened(
                new Event(
                        UUID.randomUUID(),
                        Event.Type.UPS,
                        Event.UPS_STATE,
                        "mains_lost",
                        Severity.WARN,
                        Event.Subject.ups("rack@lab"),
                        Map.of(),
                        Instant.EPOCH,
                        UUID.randomUUID(),
                        null,
                        false,
                        "rack lost mains power",
                        "k"));
        assertThat(metrics.scrape())
                .contains(
                        "walnut_nut_polls_total{poll=\"full\",result=\"good\",server=\"lab\"} 2.0",
                        "walnut_nut_polls_total{poll=\"any\",result=\"tcp\",server=\"lab\"} 1.0",
                        "walnut_events_total{name=\"mains_lost\",severity=\"warn\"} 1.0",
                        "walnut_armed 1.0",
                        "walnut_runs_open 2.0");
    }
}
