package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
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

    private static ActionDraft machines(Site site, Station station, String host) {
        site.add(host);
        for (int i = 0; i < PER_HOST; i++) {
            site.vm(host, String.valueOf(i));
            station.world.put(host, "vm:" + i, "running").takes(Duration.ofSeconds(4));
        }
        return ActionDraft.vm(host, host, "stop");
    }
}
