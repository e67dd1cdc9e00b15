package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineDecoderTest {

    private final LineDecoder decoder = new LineDecoder();

    @Test
    @Requirement("NUT-20")
    void drops_a_carriage_return_before_the_line_end_only() {
        feed("a\rb\r\nc\n");

        assertThat(decoder.next()).isEqualTo("a\rb");
        assertThat(decoder.next()).isEqualTo("c");
        assertThat(decoder.next()).isNull();
    }

    @Test
    @Requirement("NUT-22")
    void reads_a_line_that_is_no_utf_8_as_latin_1() {
        decoder.feed("27°\n".getBytes(StandardCharsets.ISO_8859_1), 4);
        feed("28°\n");

        assertThat(decoder.next()).isEqualTo("27°");
        assertThat(decoder.next()).isEqualTo("28°");
    }

    @Test
    @Requirement("NUT-21")
    void notices_a_line_beyond_the_limit_without_keeping_it() {
        feed("x".repeat(LineDecoder.MAX_LINE));
        assertThat(decoder.overflowed()).isFalse();

        feed("x".repeat(1_000_000));
        assertThat(decoder.overflowed()).isTrue();
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        decoder.feed(bytes, bytes.length);
    }
}
