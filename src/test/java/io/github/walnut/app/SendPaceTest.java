package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often routes may send over connections. */
class SendPaceTest {

    private final TurnedClock clock = new TurnedClock();
    private final SendPace pace = new SendPace(clock);

    private void take(String connection, int times) {
        for (int i = 0; i < times; i++) {
            pace.take(connection);
        }
    }

    @Test
    @Requirement({"SEC-63", "SEC-64"})
    void one_connection_takes_thirty_messages_a_minute() {
        take("hook", 29);
        clock.advance(Duration.ofSeconds(30));
        take("hook", 1);

        assertThatThrownBy(() -> pace.take("hook"))
                .hasMessageContaining("connection hook")
                .hasMessageContaining("in 30 s");
        take("other", 30);
        clock.advance(Duration.ofSeconds(30));
        take("hook", 29);
        assertThatThrownBy(() -> pace.take("hook")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Requirement({"SEC-63", "SEC-64"})
    void all_together_take_a_hundred_and_twenty() {
        for (int i = 0; i < 4; i++) {
            take("c" + i, 30);
        }
        assertThatThrownBy(() -> pace.take("c4")).hasMessageContaining("all connections");
        clock.advance(Duration.ofSeconds(61));
        take("c4", 1);
    }
}
