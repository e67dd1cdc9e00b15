package io.github.walnut.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of tokens, their scopes and the ranges that they are accepted from. */
class ApiTokensTest {

    @Test
    @Requirement({"SEC-36"})
    void a_word_tells_by_itself_whether_it_is_whole() {
        for (int i = 0; i < 200; i++) {
            String word = TokenWord.draw(new SecureRandom());
            assertThat(word).matches("wnt_[0-9A-Za-z]{49}");
            assertThat(TokenWord.wellFormed(word)).isTrue();
            assertThat(word).startsWith(TokenWord.prefix(word)).hasSize(53);
            int at = 4 + i % 49;
            char other = word.charAt(at) == 'a' ? 'b' : 'a';
            assertThat(TokenWord.wellFormed(word.substring(0, at) + other + word.substring(at + 1)))
                    .isFalse();
            assertThat(TokenWord.wellFormed(word.substring(0, 52))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "metrics", "dryrun", "ack", "webhook:home-assistant"})
    @Requirement({"SEC-36"})
    void scopes_are_these_words(String scope) {
        assertThatCode(() -> TokenScope.check(scope)).doesNotThrowAnyException();
        assertThat(TokenScope.executes(scope)).isFalse();
        assertThat(TokenScope.limit(scope)).isNotEqualTo(Role.ADMIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "admin",
                "READ",
                "read ",
                "webhook:",
                "webhook:../x",
                "execute:",
                "execute:*",
                "execute:1-1-1-1-1"
            })
    @Requirement({"SEC-36"})
    void nothing_else_is_a_scope(String scope) {
        assertThatThrownBy(() -> TokenScope.check(scope)).hasMessageContaining("scope");
    }

    @Test
    @Requirement({"SEC-36"})
    void executing_names_one_policy() {
        UUID policy = UUID.randomUUID();
        TokenScope.check("execute:" + policy);
        assertThat(TokenScope.policy("execute:" + policy)).isEqualTo(policy);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.0/23, 10.1.3.255, true",
        "10.1.2.0/23, 10.1.4.0, false",
        "0.0.0.0/0, 192.0.2.1, true",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/32, 10.0.0.1, false",
        "0.0.0.0/0, '', false"
    })
    @Requirement({"SEC-36"})
    void a_range_holds_what_begins_like_it(String range, String address, boolean inside) {
        assertThat(new AddressRange(range).contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cafe", "example.org", "10.0.0.0/33", "::1/129", "10.0.0.256", "10/8"})
    @Requirement({"SEC-36"})
    void what_is_no_range_is_refused_and_never_looked_up(String text) {
        assertThatThrownBy(() -> new AddressRange(text)).hasMessageContaining("expected");
    }
}
