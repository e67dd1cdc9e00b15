package io.github.walnut.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.road.MetricsFeed;
import io.github.walnut.ups.Event;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.Severity;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PowerMetricsTest {

    private final PowerMetrics metrics = new PowerMetrics(() -> true);

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
                        "walnut_armed 1.0");
    }

    @Test
    void matches_runs_and_steps_count_and_tell_how_long_they_took() {
        Site site = new Site().add("pve").vm("pve", "1").vm("pve", "2");
        Station station = new Station(site);
        station.world.put("pve", "vm:1", "running");
        station.world.put("pve", "vm:2", "stopped");
        MetricsFeed feed =
                new MetricsFeed(
                        metrics, new NutMetrics(List::of), new UpsMetrics(List::of, station.time));
        station.listeners.add(feed);
        station.boot();

        station.start(site.live(ActionDraft.vm("a", "pve", "stop")));
        station.pass(Duration.ofMinutes(2));

        assertThat(metrics.scrape())
                .contains(
                        "walnut_policy_matches_total{decision=\"matched\",policy=\"",
                        "walnut_runs_total{kind=\"event\",mode=\"live\",result=\"succeeded\"} 1.0",
                        "walnut_steps_total{capability=\"vm.lifecycle\",state=\"confirmed\",verb=\"stop\"} 1.0",
                        "walnut_steps_total{capability=\"vm.lifecycle\",state=\"skipped\",verb=\"stop\"} 1.0",
                        "walnut_step_seconds_count{capability=\"vm.lifecycle\",verb=\"stop\"} 1",
                        "walnut_dispatch_delay_seconds_count 1")
                .doesNotContain("walnut_step_retries_total");
    }

    @Test
    @Requirement("OPS-52")
    void what_has_no_value_has_no_series() {
        AtomicReference<Number> age = new AtomicReference<>();
        metrics.gauge("walnut_backup_age_seconds", "Since the newest backup", age::get);
        assertThat(metrics.scrape()).doesNotContain("walnut_backup_age_seconds ");
        age.set(7);
        assertThat(metrics.scrape()).contains("walnut_backup_age_seconds 7.0");
        age.set(null);
        assertThat(metrics.scrape()).doesNotContain("walnut_backup_age_seconds ");
    }
}
