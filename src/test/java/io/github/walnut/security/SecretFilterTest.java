package io.github.walnut.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.walnut.Requirement;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Requirement("SEC-44")
class SecretFilterTest {

    private final SecretFilter filter = new SecretFilter();

    @Test
    void takes_out_what_it_learned_wherever_it_stands() {
        filter.learn("swordfish");
        filter.learn("swordfish-and-plaice".toCharArray());
        filter.learn("pässword ☂");
        assertThat(filter.mask("swordfish")).isEqualTo("***");
        assertThat(filter.mask("a swordfish.")).isEqualTo("a ***.");
        assertThat(filter.mask("swordfishswordfish,")).isEqualTo("******,");
        assertThat(filter.mask("swordfish-and-plaice, swordfish-and")).isEqualTo("***, ***-and");
        assertThat(filter.mask("sswordfish pässword ☂☂")).isEqualTo("s*** ***☂");
    }

    @Test
    void leaves_other_texts_as_they_are() {
        filter.learn("short");
        filter.learn((String) null);
        filter.learn("swordfish");
        for (String text :
                new String[] {"", "short", "swordfis", "Swordfish", "a list of tokens"}) {
            assertThat(filter.mask(text)).isSameAs(text);
        }
        assertThat(filter.mask(null)).isNull();
    }

    @Test
    void takes_out_each_line_of_a_key() {
        filter.learn(
                "-----BEGIN KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\nAAAABG5vbm\n-----END KEY-----");
        assertThat(filter.mask("cannot read b3BlbnNzaC1rZXktdjEAAAAA"))
                .isEqualTo("cannot read ***");
        assertThat(filter.mask("at AAAABG5vbm")).isEqualTo("at AAAABG5vbm");
    }

    @Test
    void finds_exactly_what_a_plain_search_finds() {
        Random random = new Random(44);
        for (int round = 0; round < 400; round++) {
            SecretFilter filter = new SecretFilter();
            List<String> secrets = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                secrets.add(text(random, 6 + random.nextInt(4)));
            }
            secrets.forEach(filter::learn);
            String text = text(random, random.nextInt(400));
            assertThat(filter.mask(text)).isEqualTo(plain(text, secrets));
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('x' + random.nextInt(2)));
        }
        return text.toString();
    }

    private static String plain(String text, List<String> secrets) {
        StringBuilder masked = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int at = i;
            String found =
                    secrets.stream()
                            .filter(secret -> text.startsWith(secret, at))
                            .max(Comparator.comparingInt(String::length))
                            .orElse(null);
            masked.append(found == null ? text.substring(i, i + 1) : "***");
            i += found == null ? 1 : found.length();
        }
        return masked.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smtp://host?username=a&password=b&x=1 | smtp://host?username=a&password=***&x=1",
                "client_secret=abc, scope=x | client_secret=***, scope=x",
                "{\"apiKey\": \"a\\\"b\", \"n\": 1} | {\"apiKey\": \"***\", \"n\": 1}",
                "Authorization: Digest username=u, response=9 | Authorization:***",
                "sent Bearer abcdefghijklmnopqrst | sent Bearer ***",
                "-----BEGIN EC KEY----- MIIE -----END EC KEY----- x | -----BEGIN EC KEY-----*** x",
                "wnt_0123456789abcdefghijKLMNOP ends | wnt_*** ends",
                "token eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl | token eyJ***",
                "the password is not set; tokens begin with wnt_ | the password is not set; tokens begin with wnt_"
            })
    void takes_out_what_looks_like_a_secret(String text, String masked) {
        assertThat(filter.mask(text)).isEqualTo(masked);
    }

    @Test
    void takes_them_out_of_maps_and_lists() {
        filter.learn("swordfish");
        assertThat(filter.maskAll(Map.of("to", Map.of("all", List.of("a swordfish", 7, true)))))
                .isEqualTo(Map.of("to", Map.of("all", List.of("a ***", 7, true))));
    }

    @Test
    void a_secret_prints_and_writes_nothing() {
        Secret secret = Secret.of("swordfish");
        assertThat(secret).hasToString("***").isNotInstanceOf(Serializable.class);
        assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(secret))
                .hasMessageContaining("No serializer found");
        char[] copy = secret.open();
        secret.wipe();
        assertThat(copy).containsExactly("swordfish".toCharArray());
        assertThat(secret.open()).containsOnly('\0');
        assertThat(Secret.of(null)).isNull();
    }
}
