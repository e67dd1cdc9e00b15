package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UpsTextTest {

    @Test
    @Requirement("SEC-56")
    void what_a_terminal_would_obey_goes_and_words_stay() {
        assertThat(UpsText.clean("OL \u001b[31mCHRG\u001b[0m\u001b]0;title\u0007\u0000\u009b2J"))
                .isEqualTo("OL CHRG2J");
        assertThat(UpsText.clean("Büro 230\u00a0V <b>")).isEqualTo("Büro 230\u00a0V <b>");
        assertThat(UpsText.clean("x".repeat(400))).hasSize(256);
        assertThat(UpsText.clean(null)).isNull();
    }

    @Property(tries = 200)
    @Requirement("SEC-56")
    void nothing_unseen_is_left_of_any_text(@ForAll String text) {
        assertThat(UpsText.clean(text))
                .hasSizeLessThanOrEqualTo(256)
                .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u202a-\u202e]");
    }
}
