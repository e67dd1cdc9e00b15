package io.github.walnut.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.security.ActionLink.Action;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

@Requirement("NTF-8")
class ActionLinksTest {

    private static final Hkdf KEYS = keys("0123456789abcdefghijklmnopqrstuv");
    private static final Hkdf OTHER = keys("0123456789abcdefghijklmnopqrstuw");
    private final ActionLinks links = new ActionLinks(KEYS);

    private static Hkdf keys(String secret) {
        return new Hkdf(secret.getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<ActionLink> any() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.of(Action.class),
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .withChars('.', '-', '_')
                                .ofMinLength(1)
                                .ofMaxLength(64),
                        Arbitraries.longs().between(0, 4_102_444_800_000L))
                .as(
                        (high, low, action, channel, until) ->
                                new ActionLink(
                                        new UUID(high, low),
                                        action,
                                        channel,
                                        Instant.ofEpochMilli(until)));
    }

    @Property(tries = 300)
    void what_was_signed_is_read(@ForAll("any") ActionLink link) {
        String token = links.sign(link);
        assertThat(token).matches("wnl_[A-Za-z0-9_-]{79,200}");
        assertThat(links.read(token)).contains(link);
        assertThat(links.sign(link)).isEqualTo(token);
    }

    @Property(tries = 500)
    void nothing_else_is(@ForAll("any") ActionLink link, @ForAll int place, @ForAll byte other) {
        byte[] signed = Base64.getUrlDecoder().decode(links.sign(link).substring(4));
        int at = Math.floorMod(place, signed.length);
        if (other == 0) {
            return;
        }
        signed[at] ^= other;
        assertThat(links.read(token(signed))).isEmpty();
    }

    @Property(tries = 300)
    void nor_is_any_text(@ForAll String text) {
        assertThat(links.read(text)).isEmpty();
        assertThat(links.read(ActionLinks.PREFIX + text)).isEmpty();
    }

    private static String token(byte[] signed) {
        return ActionLinks.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    @Property(tries = 100)
    void each_of_its_parts_is_signed(
            @ForAll("any") ActionLink link, @ForAll("any") ActionLink another) {
        byte[] one = Base64.getUrlDecoder().decode(links.sign(link).substring(4));
        byte[] two = Base64.getUrlDecoder().decode(links.sign(another).substring(4));
        if (link.equals(another)) {
            return;
        }
        byte[] mixed = new byte[one.length];
        System.arraycopy(one, 0, mixed, 0, one.length - 32);
        System.arraycopy(two, two.length - 32, mixed, one.length - 32, 32);
        assertThat(links.read(token(mixed))).isEmpty();
        assertThat(ActionLinks.print(link)).isNotEqualTo(ActionLinks.print(another));
    }

    @Test
    void another_key_signs_other_links_and_the_one_before_holds_for_a_while() {
        ActionLink link =
                new ActionLink(
                        new UUID(1, 2),
                        Action.HOLD,
                        "phone",
                        Instant.ofEpochMilli(1_772_619_300_000L));
        String token = links.sign(link);
        assertThat(new ActionLinks(OTHER).read(token)).isEmpty();

        links.use(OTHER, KEYS);
        assertThat(links.read(token)).contains(link);
        assertThat(links.sign(link)).isNotEqualTo(token);
        links.use(OTHER, null);
        assertThat(links.read(token)).isEmpty();
    }

    @Test
    void other_spellings_of_a_link_count_as_the_same() {
        ActionLink link = new ActionLink(new UUID(3, 4), Action.GO_NOW, "ab", Instant.EPOCH);
        String token = links.sign(link);
        ActionLink padded =
                links.read(token + "=".repeat((4 - (token.length() - 4) % 4) % 4)).orElseThrow();
        assertThat(ActionLinks.print(padded)).isEqualTo(ActionLinks.print(link));
    }

    @Test
    void a_link_is_taken_out_of_texts_that_people_read() {
        String token = links.sign(new ActionLink(new UUID(5, 6), Action.HOLD, "a", Instant.EPOCH));
        assertThat(new SecretFilter().mask("GET /api/links/" + token + " 200"))
                .isEqualTo("GET /api/links/wnl_*** 200");
    }
}
