package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.run.ErrorClass;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {

    private static Host host(Host.State state) {
        return new Host("box", 1, "Box", "t", Map.of(), Map.of(), true, state, null, false);
    }

    private static Host.State after(ErrorClass error, int latency, int inRow) {
        return Heartbeats.state(host(Host.State.CONNECTED), error, latency, inRow);
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
    @Requirement({"INT-17", "INT-23"})
    void a_heartbeat_does_not_take_a_changed_connection_out_of_doubt() {
        assertThat(Heartbeats.state(host(Host.State.NEEDS_REVIEW), null, 5, 0))
                .isEqualTo(Host.State.NEEDS_REVIEW);
    }
}
