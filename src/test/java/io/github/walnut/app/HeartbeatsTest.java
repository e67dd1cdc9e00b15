package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.integration.Walk;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {

    private static Host host(Host.State state) {
        return new Host("box", 1, "Box", "t", Map.of(), Map.of(), true, state, null, false);
    }

    private static Host.State after(ErrorClass error, int latency, int inRow) {
        return Heartbeats.state(host(Host.State.CONNECTED), error, latency, inRow, false);
    }

    @Test
    @Requirement("INT-23")
    void the_state_follows_from_answer_speed_and_failures_in_a_row() {
        assertThat(after(null, 2000, 0)).isEqualTo(Host.State.CONNECTED);
        assertThat(after(null, 2001, 0)).isEqualTo(Host.State.DEGRADED);
        assertThat(after(ErrorClass.TIMEOUT, 0, 1)).isEqualTo(Host.State.DEGRADED);
        assertThat(after(ErrorClass.UNREACHABLE, 0, 2)).isEqualTo(Host.State.DEGRADED);
        assertThat(after(ErrorClass.UNREACHABLE, 0, 3)).isEqualTo(Host.State.ERROR);
        assertThat(after(ErrorClass.UNAUTHENTICATED, 0, 1)).isEqualTo(Host.State.ERROR);
        assertThat(after(ErrorClass.FORBIDDEN, 0, 1)).isEqualTo(Host.State.ERROR);
        assertThat(after(ErrorClass.UNTRUSTED, 0, 1)).isEqualTo(Host.State.ERROR);
    }

    @Test
    @Requirement("INT-23")
    void a_certificate_that_ends_within_a_month_degrades_and_improves_nothing() {
        Host host = host(Host.State.CONNECTED);
        assertThat(Heartbeats.state(host, null, 5, 0, true)).isEqualTo(Host.State.DEGRADED);
        assertThat(Heartbeats.state(host, ErrorClass.UNTRUSTED, 5, 1, true))
                .isEqualTo(Host.State.ERROR);

        HostCertificates seen = new HostCertificates();
        Instant now = Instant.parse("2026-05-02T08:00:00Z");
        assertThat(seen.of("box")).isNull();
        assertThat(seen.due("box", now)).isTrue();
        seen.shown(
                "box",
                List.of(
                        new Walk.Certificate("CN=box", now.plus(Duration.ofDays(30))),
                        new Walk.Certificate("CN=proxy", now.plus(Duration.ofDays(90)))),
                now);
        assertThat(seen.ending("box", now)).isEmpty();
        assertThat(seen.ending("box", now.plusSeconds(1)))
                .hasValueSatisfying(one -> assertThat(one.subject()).isEqualTo("CN=box"));
        assertThat(seen.due("box", now.plus(Duration.ofMinutes(59)))).isFalse();
        assertThat(seen.due("box", now.plus(Duration.ofHours(1)))).isTrue();
        seen.keep(List.of());
        assertThat(seen.of("box")).isNull();
    }

    @Test
    @Requirement({"INT-17", "INT-23"})
    void a_heartbeat_does_not_take_a_changed_connection_out_of_doubt() {
        assertThat(Heartbeats.state(host(Host.State.NEEDS_REVIEW), null, 5, 0, false))
                .isEqualTo(Host.State.NEEDS_REVIEW);
    }
}
