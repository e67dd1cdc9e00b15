package io.github.walnut.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.github.walnut.Requirement;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {

    private static final Instant NOW = Instant.parse("2026-05-02T08:00:00Z");
    private static final Hkdf KEYS =
            new Hkdf("0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.UTF_8));

    private final AccessTokens tokens = at(NOW);

    private static AccessTokens at(Instant instant) {
        return new AccessTokens(KEYS, Duration.ofMinutes(10), Clock.fixed(instant, ZoneOffset.UTC));
    }

    private static Session session() {
        return new Session(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "password",
                UUID.randomUUID(),
                "a",
                null,
                NOW,
                "pwd",
                "127.0.0.1",
                null,
                NOW,
                NOW,
                NOW.plus(Duration.ofDays(7)),
                null);
    }

    private String issued() {
        return tokens.issue(session(), Role.OPERATOR);
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT);
    }

    /** A token with the right key and key id, and something changed. */
    private String forged(
            UnaryOperator<JWSHeader.Builder> header, UnaryOperator<JWTClaimsSet.Builder> claims) {
        try {
            SignedJWT good = SignedJWT.parse(issued());
            SignedJWT jwt =
                    new SignedJWT(
                            header.apply(header().keyID(good.getHeader().getKeyID())).build(),
                            claims.apply(new JWTClaimsSet.Builder(good.getJWTClaimsSet())).build());
            jwt.sign(new MACSigner(KEYS.key("walnut jwt v1")));
            return jwt.serialize();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refused(String token) {
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOf(AuthException.class);
    }

    @Test
    @Requirement({"SEC-11"})
    void reads_what_it_issued() {
        Session session = session();

        AccessToken token = tokens.verify(tokens.issue(session, Role.OPERATOR));

        assertThat(token.userId()).isEqualTo(session.userId());
        assertThat(token.sessionId()).isEqualTo(session.id());
        assertThat(token.role()).isEqualTo(Role.OPERATOR);
        assertThat(token.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
        assertThat(token.authTime()).isEqualTo(NOW);
    }

    @Test
    @Requirement({"SEC-11", "SEC-45"})
    void a_token_that_was_shown_before_is_no_less_checked() {
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        AccessTokens remembering =
                new AccessTokens(
                        KEYS,
                        Duration.ofMinutes(10),
                        new Clock() {
                            @Override
                            public ZoneId getZone() {
                                return ZoneOffset.UTC;
                            }

                            @Override
                            public Clock withZone(ZoneId zone) {
                                return this;
                            }

                            @Override
                            public Instant instant() {
                                return now.get();
                            }
                        });
        Hkdf others = new Hkdf("vutsrqponmlkjihgfedcba9876543210".getBytes(StandardCharsets.UTF_8));
        String token = remembering.issue(session(), Role.OPERATOR);
        AccessToken first = remembering.verify(token);

        assertThat(remembering.verify(token)).isEqualTo(first);
        String cut = token.substring(0, token.length() - 1);
        assertThatThrownBy(() -> remembering.verify(cut)).isInstanceOf(AuthException.class);
        remembering.use(others, KEYS);
        assertThat(remembering.verify(token)).isEqualTo(first);
        now.set(NOW.plusSeconds(630));
        assertThatThrownBy(() -> remembering.verify(token)).isInstanceOf(AuthException.class);
        now.set(NOW);
        remembering.use(others, null);
        assertThatThrownBy(() -> remembering.verify(token)).isInstanceOf(AuthException.class);
    }

    @Test
    @Requirement({"SEC-11"})
    void expires_thirty_seconds_after_its_time() {
        String token = issued();

        assertThat(at(NOW.plusSeconds(629)).verify(token)).isNotNull();
        assertThatThrownBy(() -> at(NOW.plusSeconds(630)).verify(token))
                .isInstanceOfSatisfying(
                        AuthException.class,
                        e -> assertThat(e.code()).isEqualTo(AuthException.Code.TOKEN_EXPIRED));
        assertThatThrownBy(() -> at(NOW.minusSeconds(31)).verify(token))
                .isInstanceOf(AuthException.class);
    }

    @Test
    @Requirement({"SEC-11"})
    void refuses_headers_that_steer_the_check() throws JOSEException {
        JWK key = new ECKeyGenerator(Curve.P_256).generate().toPublicJWK();
        refused(forged(h -> h.jwkURL(URI.create("https://evil.example/k")), c -> c));
        refused(forged(h -> h.jwk(key), c -> c));
        refused(forged(h -> h.x509CertURL(URI.create("https://evil.example/c")), c -> c));
        refused(forged(h -> h.criticalParams(Set.of("exp")), c -> c));
        refused(forged(h -> h.keyID("00000000"), c -> c));
        refused(forged(h -> h.type(new JOSEObjectType("at+jwt")), c -> c));
        refused(forged(h -> h.customParam("x", 1), c -> c));
    }

    @Test
    @Requirement({"SEC-11"})
    void refuses_foreign_issuers_audiences_and_roles() {
        assertThat(tokens.verify(forged(h -> h, c -> c))).isNotNull();
        refused(forged(h -> h, c -> c.issuer("someone")));
        refused(forged(h -> h, c -> c.audience("walnut-web")));
        refused(forged(h -> h, c -> c.audience(List.of("walnut-api", "more"))));
        refused(forged(h -> h, c -> c.claim("role", "root")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iss",
                "aud",
                "sub",
                "sid",
                "role",
                "iat",
                "nbf",
                "exp",
                "jti",
                "amr",
                "auth_time"
            })
    @Requirement({"SEC-11"})
    void refuses_a_token_without_a_claim(String claim) {
        refused(forged(h -> h, c -> c.claim(claim, null)));
    }

    @Test
    @Requirement({"SEC-11"})
    void refuses_other_signatures_and_none() throws JOSEException {
        String good = issued();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder().issuer("walnut").expirationTime(new Date()).build();
        SignedJWT stronger = new SignedJWT(new JWSHeader(JWSAlgorithm.HS384), claims);
        stronger.sign(new MACSigner("0123456789abcdefghijklmnopqrstuv0123456789abcdef"));
        int dot = good.lastIndexOf('.');
        char flipped = good.charAt(dot + 5) == 'A' ? 'B' : 'A';

        refused(new PlainJWT(claims).serialize());
        refused(stronger.serialize());
        refused(good.substring(0, dot + 5) + flipped + good.substring(dot + 6));
        refused(good.substring(0, dot + 1));
        refused("a".repeat(4097));
        refused("");
    }

    /** Also the last one, of which some bits say nothing. */
    @Test
    @Requirement({"SEC-11"})
    void refuses_a_token_with_any_character_changed_left_out_or_added() {
        String good = issued();
        Random random = new Random(7);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
        for (int i = 0; i < good.length(); i++) {
            for (int n = 0; n < 3; n++) {
                char other = alphabet.charAt(random.nextInt(alphabet.length()));
                if (other != good.charAt(i)) {
                    refused(good.substring(0, i) + other + good.substring(i + 1));
                }
                refused(good.substring(0, i) + other + good.substring(i));
            }
            refused(good.substring(0, i) + good.substring(i + 1));
        }
        for (char last : alphabet.toCharArray()) {
            if (last != good.charAt(good.length() - 1)) {
                refused(good.substring(0, good.length() - 1) + last);
            }
            refused(good + last);
        }
        assertThat(tokens.verify(good)).isNotNull();
    }

    @Test
    @Requirement({"SEC-11"})
    void refuses_a_token_that_says_a_thing_twice() throws Exception {
        SignedJWT good = SignedJWT.parse(issued());
        String claims = good.getPayload().toString();
        for (String twice : List.of("\"role\":\"admin\",", "\"exp\":9999999999,")) {
            String signed =
                    good.getHeader().toBase64URL()
                            + "."
                            + Base64URL.encode("{" + twice + claims.substring(1));
            refused(
                    signed
                            + "."
                            + new MACSigner(KEYS.key("walnut jwt v1"))
                                    .sign(
                                            good.getHeader(),
                                            signed.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
