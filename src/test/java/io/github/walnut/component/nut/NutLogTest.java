package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NutLogTest {

    private static final NutServer HERE = new NutServer("127.0.0.1", 3493);
    private static final NutServerEvent CONNECTED = new NutServerEvent.Connected(HERE);

    private final NutLog log = new NutLog();

    @Test
    void what_repeats_is_written_once_a_minute_with_how_often_it_happened() {
        assertThat(log.line(CONNECTED, 0)).hasValue(CONNECTED.toString());
        assertThat(log.line(CONNECTED, 1_000)).isEmpty();
        assertThat(log.line(CONNECTED, 59_999)).isEmpty();
        assertThat(log.line(CONNECTED, 60_000)).hasValue(CONNECTED + " (and 2 times more)");
        assertThat(log.line(CONNECTED, 60_001)).isEmpty();
        assertThat(log.line(CONNECTED, 180_000)).hasValue(CONNECTED + " (and 1 times more)");
        assertThat(log.line(CONNECTED, 240_000)).hasValue(CONNECTED.toString());
    }

    @Test
    void another_thing_or_another_server_is_written_at_once() {
        log.line(CONNECTED, 0);
        assertThat(log.line(new NutServerEvent.UpsAbsent(HERE, "rack1"), 1)).isPresent();
        assertThat(log.line(new NutServerEvent.UpsAbsent(HERE, "rack2"), 2)).isPresent();
        assertThat(log.line(new NutServerEvent.Connected(new NutServer("127.0.0.2", 3493)), 3))
                .isPresent();
    }
}
