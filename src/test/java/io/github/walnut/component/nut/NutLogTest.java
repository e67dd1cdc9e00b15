package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NutLogTest {

    private static final NutServer HERE = new NutServer("127.0.0.1", 3493);
    private static final NutServerEvent CONNECTED = new NutServerEvent.Connected(HERE);

    private static final String LINE = "NUT server 127.0.0.1:3493 is connected";

    private final NutLog log = new NutLog();

    @Test
    void what_repeats_is_written_once_a_minute_with_how_often_it_happened() {
        assertThat(log.line(CONNECTED, 0)).hasValue(LINE);
        assertThat(log.line(CONNECTED, 1_000)).isEmpty();
        assertThat(log.line(CONNECTED, 59_999)).isEmpty();
        assertThat(log.line(CONNECTED, 60_000)).hasValue(LINE + " (and 2 times more)");
        assertThat(log.line(CONNECTED, 60_001)).isEmpty();
        assertThat(log.line(CONNECTED, 180_000)).hasValue(LINE + " (and 1 time more)");
        assertThat(log.line(CONNECTED, 240_000)).hasValue(LINE);
    }

    @Test
    void another_thing_or_another_server_is_written_at_once() {
        log.line(CONNECTED, 0);
        assertThat(log.line(new NutServerEvent.UpsAbsent(HERE, "rack1"), 1)).isPresent();
        assertThat(log.line(new NutServerEvent.UpsAbsent(HERE, "rack2"), 2)).isPresent();
        assertThat(log.line(new NutServerEvent.Connected(new NutServer("127.0.0.2", 3493)), 3))
                .isPresent();
    }

    @Test
    void nothing_is_written_as_the_program_holds_it() {
        NutError away = new NutError(NutError.TRANSPORT, "connect to 127.0.0.1:3493: refused");
        for (NutServerEvent event :
                List.of(
                        CONNECTED,
                        new NutServerEvent.Disconnected(HERE, away),
                        new NutServerEvent.Unreachable(HERE, away),
                        new NutServerEvent.UpsListed(HERE, "rack1", "In the cellar"),
                        new NutServerEvent.Listed(HERE, Map.of("rack1", "In the cellar")),
                        new NutServerEvent.UpsAbsent(HERE, "rack1"),
                        new NutServerEvent.UpsUnsupported(HERE, "rack 1"),
                        new NutServerEvent.ProtocolError(HERE, away),
                        new NutServerEvent.VariableDropped(HERE, "rack1", "ups.model"),
                        new NutServerEvent.TlsState(HERE, false, true),
                        new NutServerEvent.TlsDowngrade(HERE),
                        new NutServerEvent.TlsCertificateChanged(HERE, "ab", "cd"),
                        new NutServerEvent.TlsCertificateExpiring(HERE, 1_772_600_000_000L),
                        new NutServerEvent.Resumed(HERE, 90_000))) {
            assertThat(NutSentences.of(event))
                    .startsWith("NUT server 127.0.0.1:3493 ")
                    .doesNotContain("[", "]", "null");
        }
        assertThat(NutSentences.of(new NutServerEvent.Unreachable(HERE, away)))
                .endsWith("cannot be read: connect to 127.0.0.1:3493: refused (TRANSPORT)");
        assertThat(
                        NutSentences.of(
                                new NutServerEvent.TlsCertificateExpiring(
                                        HERE, 1_772_600_000_000L)))
                .endsWith("has a certificate that ends on 2026-03-04");
    }
}
