package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RemoteTextTest {

    @Test
    @Requirement("SEC-56")
    void what_a_terminal_would_obey_goes_and_words_stay() {
        assertThat(RemoteText.clean("vm \u001b[31;1mred\u001b[0m\u001b]0;title\u0007!\u009b2J", 99))
                .isEqualTo("vm red!2J");
        assertThat(RemoteText.clean("one\r\n\ttwo\u0000 \u202eeerht", 99))
                .isEqualTo("one two eerht");
        assertThat(RemoteText.clean("Büro <b>größer</b> 電源", 99))
                .isEqualTo("Büro <b>größer</b> 電源");
        assertThat(RemoteText.clean("x".repeat(300), 256)).hasSize(256);
    }

    @Property(tries = 200)
    @Requirement("SEC-56")
    void nothing_unseen_is_left_of_any_text(@ForAll String text) {
        assertThat(RemoteText.clean(text, 2_048))
                .hasSizeLessThanOrEqualTo(2_048)
                .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u202a-\u202e]");
    }

    @Test
    @Requirement("SEC-56")
    void every_text_of_an_answer_is_cleaned_however_deep() throws Exception {
        JsonNode answer =
                new ObjectMapper()
                        .readTree(
                                "{\"a\":[{\"b\\u001b[1m\":\"\\u001b[2Jc\\n\",\"n\":1.5,\"t\":true,\"z\":null}],"
                                        + "\"long\":\"%s\"}".formatted("y".repeat(3_000)));
        JsonNode clean = RemoteText.clean(answer);
        assertThat(clean.at("/a/0").toString())
                .isEqualTo("{\"b\":\"c\",\"n\":1.5,\"t\":true,\"z\":null}");
        assertThat(clean.path("long").asText()).hasSize(2_048);
    }
}
