package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Severity;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyTargetsTest {

    private static final int HOSTS = 100;
    private static final int PER_HOST = 10;

    @Test
    @Requirement({"EXE-30", "EXE-98"})
    void a_thousand_targets_on_a_hundred_hosts_are_off_within_what_the_limit_allows() {
        Site site = new Site();
        Station station = new Station(site, Settings.DEFAULT.withMaxConcurrentActions(50));
        station.world.latency(Duration.ofMillis(200));
        ActionDraft[] actions =
                IntStream.range(0, HOSTS)
                        .mapToObj(host -> machines(site, station, "h" + host))
                        .toArray(ActionDraft[]::new);
        UUID id = station.boot().start(site.live(actions));

        station.pass(Duration.ofMinutes(3));

        assertThat(station.run(id).result()).isEqualTo("succeeded");
        assertThat(station.world.mostOrdersOnOneHost()).isEqualTo(1);
        assertThat(station.world.mostOrders()).isBetween(20, 50);
        Duration makespan =
                Duration.between(station.run(id).createdAt(), station.run(id).endedAt());
        assertThat(makespan).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    @Requirement("EXE-30")
    void a_plan_that_only_the_limit_makes_too_long_warns_and_names_the_limit_that_would_do() {
        Site site = new Site();
        Station station = new Station(site, Settings.DEFAULT.withMaxConcurrentActions(2));
        ActionDraft[] actions =
                IntStream.range(0, 5)
                        .mapToObj(
                                host ->
                                        machines(site, station, "h" + host)
                                                .timeout(Duration.ofSeconds(60)))
                        .toArray(ActionDraft[]::new);
        station.boot();
        station.ups(Site.UPS).runtime(130);

        UUID id = station.start(site.inOutage(actions));

        assertThat(station.told)
                .containsExactly(
                        "concurrency_limit: the plan may take 180 s and the battery lasts 130 s;"
                                + " 3 orders at once would do");
        assertThat(station.run(id).severity()).isEqualTo(Severity.WARN);
    }

    private static ActionDraft machines(Site site, Station station, String host) {
        site.add(host);
        for (int i = 0; i < PER_HOST; i++) {
            site.vm(host, String.valueOf(i));
            station.world.put(host, "vm:" + i, "running").takes(Duration.ofSeconds(4));
        }
        return ActionDraft.vm(host, host, "stop");
    }
}
