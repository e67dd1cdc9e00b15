package io.github.walnut.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessageKindTest {

    private static String lines(int count) {
        return String.join("\n", Collections.nCopies(count, "x".repeat(99)));
    }

    @Test
    @Requirement("NTF-1")
    void a_text_that_is_too_long_ends_at_a_line_and_tells_how_many_are_missing() {
        String cut = MessageKind.DISCORD.cut(lines(25));

        assertThat(cut).isEqualTo(lines(19) + "\n… (6 more)").hasSizeLessThanOrEqualTo(2000);
        assertThat(MessageKind.DISCORD.cut(lines(20))).isEqualTo(lines(20)).hasSize(1999);
    }

    @Test
    void a_first_line_that_is_too_long_is_cut_inside_and_never_within_a_character() {
        String cut = MessageKind.SLACK.cut("🔋".repeat(2000) + "\nsecond");

        assertThat(cut).endsWith("… (2 more)").hasSizeLessThanOrEqualTo(3000);
        assertThat(cut.substring(0, cut.length() - "… (2 more)".length()))
                .isEqualTo("🔋".repeat(1495));
    }

    @Test
    void bytes_are_counted_where_the_service_counts_bytes() {
        String cut = MessageKind.NTFY.cut("ä".repeat(3000));

        assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(4090, 4096);
        assertThat(MessageKind.NTFY.cut("ä".repeat(2048))).hasSize(2048);
    }

    @ParameterizedTest
    @Requirement("NTF-1")
    @CsvSource({
        "webhook,65536",
        "ntfy,4096",
        "slack,3000",
        "discord,2000",
        "telegram,4096",
        "teams,20000",
        "pushover,1024",
        "syslog,2048",
        "mqtt,65536"
    })
    void each_kind_has_its_limit(String word, int most) {
        MessageKind kind = MessageKind.find(word).orElseThrow();

        assertThat(kind.fits("x".repeat(most))).isTrue();
        assertThat(kind.fits("x".repeat(most + 1))).isFalse();
    }

    @Test
    void mail_gotify_and_matrix_take_all_and_smtp_is_mail() {
        String text = "x\n".repeat(100_000);

        assertThat(MessageKind.MAIL.cut(text)).isEqualTo(text);
        assertThat(MessageKind.GOTIFY.cut(text)).isEqualTo(text);
        assertThat(MessageKind.MATRIX.cut(text)).isEqualTo(text);
        assertThat(MessageKind.find("smtp")).contains(MessageKind.MAIL);
        assertThat(MessageKind.find("pager")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void every_kind_is_found_by_its_word(MessageKind kind) {
        assertThat(MessageKind.find(kind.word())).contains(kind);
    }

    @Property(tries = 200)
    void whatever_is_cut_fits_and_begins_as_it_was(@ForAll String text, @ForAll MessageKind kind) {
        String cut = kind.cut(text.repeat(40));

        assertThat(kind.fits(cut)).isTrue();
        assertThat(text.repeat(40)).startsWith(cut.replaceAll("\n?… \\(\\d+ more\\)$", ""));
    }
}
