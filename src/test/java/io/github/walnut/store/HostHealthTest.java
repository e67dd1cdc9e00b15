package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Topology.Link;
import io.github.walnut.inventory.Topology.LinkKind;
import io.github.walnut.inventory.Topology.Node;
import io.github.walnut.inventory.Topology.NodeKind;
import io.github.walnut.store.HostHealth.Beat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostHealthTest {

    private static final Instant T = TestClock.START;

    @TempDir Path folder;
    private Database database;
    private HostRepository hosts;
    private HostHealth health;

    @BeforeEach
    void open() {
        database = Stores.open(folder);
        hosts = new HostRepository(database);
        health = new HostHealth(database);
        Host host =
                new Host(
                        "box",
                        0,
                        "Box",
                        "generic.ssh",
                        Map.of(),
                        Map.of(),
                        true,
                        Host.State.CONNECTED,
                        null,
                        false);
        hosts.create(
                host,
                Map.of(),
                new HostSecrets(database, new Secrets(database, Stores.KEY.toCharArray())));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Beat beat(int minute, String state, Integer latency) {
        return new Beat(
                "box",
                T.plus(Duration.ofMinutes(minute)),
                state,
                latency != null,
                latency,
                latency == null ? "timeout" : null,
                latency == null ? "no answer" : null);
    }

    @Test
    @Requirement({"INT-22", "INT-24"})
    void heartbeats_are_folded_into_hours_before_they_go() {
        for (int minute = 0; minute < 20; minute++) {
            health.add(beat(minute, "connected", 10 + minute));
        }
        health.add(beat(20, "degraded", null));
        health.add(beat(65, "connected", 7));
        Instant later = T.plus(Duration.ofMinutes(100));
        health.rollUp(later);
        health.rollUp(later);

        assertThat(health.hours("box", T, later))
                .containsExactly(new HostHealth.Hour(T, 21, 20, 19, 28));
        assertThat(health.latest("box", true)).contains(beat(65, "connected", 7));
        assertThat(health.latest("box", false)).contains(beat(20, "degraded", null));
        assertThat(health.since("box")).contains(T.plus(Duration.ofMinutes(65)));
        assertThat(health.beats("box", T, later)).hasSize(22);

        assertThat(health.forget(T.plus(HostHealth.KEPT).plus(Duration.ofMinutes(30))))
                .isEqualTo(21);
        assertThat(health.beats("box", T, later)).hasSize(1);
        assertThat(health.hours("box", T, later)).hasSize(1);
        assertThat(health.forget(T.plus(HostHealth.HOURS_KEPT).plusSeconds(1))).isEqualTo(2);
    }

    @Test
    void a_host_without_heartbeats_has_no_health() {
        assertThat(health.since("box")).isEmpty();
        assertThat(health.latest("box", true)).isEmpty();
    }

    @Test
    @Requirement("API-62")
    void feeds_are_kept_with_the_host_and_make_a_new_version_only_when_they_change() {
        Feeds both = new Feeds(List.of("a@lab", "b@lab"), 1);
        hosts.setFeeds(Map.of("box", both));
        hosts.setFeeds(Map.of("box", both));
        assertThat(hosts.find("box").orElseThrow().host().feeds()).isEqualTo(both);
        assertThat(hosts.find("box").orElseThrow().version()).isEqualTo(2);
        hosts.setFeeds(Map.of());
        assertThat(hosts.find("box").orElseThrow().host().feeds()).isNull();
    }

    @Test
    @Requirement("API-62")
    void the_graph_is_replaced_as_a_whole() {
        TopologyRepository topology = new TopologyRepository(database);
        List<Node> nodes =
                List.of(
                        new Node("pdu", NodeKind.PDU, null, "PDU"),
                        new Node("ups", NodeKind.UPS, "a@lab", "A"));
        List<Link> links = List.of(new Link("ups", "pdu", LinkKind.POWER));
        topology.replace(nodes, links);
        assertThat(topology.nodes()).isEqualTo(nodes);
        assertThat(topology.links()).isEqualTo(links);
        topology.replace(nodes.subList(0, 1), List.of());
        assertThat(topology.nodes()).hasSize(1);
        assertThat(topology.links()).isEmpty();
    }
}
