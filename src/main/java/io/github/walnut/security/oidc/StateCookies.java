package io.github.walnut.security.oidc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cookies that hold logins under way: signed, ten minutes, used once. Their key lives as long as
 * the process; a restart ends logins that are under way.
 */
final class StateCookies {

    static final Duration LIFE = Duration.ofMinutes(10);

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final byte[] key = new byte[32];
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> used = new HashMap<>();
    private final Clock clock;

    StateCookies(Clock clock) {
        this.clock = clock;
        random.nextBytes(key);
    }

    LoginState begin(String issuer, String next, UUID session) {
        return new LoginState(
                word(), word(), issuer, next, session, clock.instant().plus(LIFE).getEpochSecond());
    }

    private String word() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return ENCODER.encodeToString(bytes);
    }

    String write(LoginState state) {
        String text =
                String.join(
                        "\n",
                        state.state(),
                        state.nonce(),
                        state.issuer(),
                        state.next(),
                        state.session() == null ? "" : state.session().toString(),
                        Long.toString(state.expiresAt()));
        String payload = ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return payload + "." + ENCODER.encodeToString(mac("cookie " + payload));
    }

    /** The secret half of the code challenge (RFC 7636), which is in no cookie. */
    String verifier(LoginState state) {
        return ENCODER.encodeToString(mac("verifier " + state.state()));
    }

    /** Empty when the cookie was not written here, is too old, or was taken before. */
    synchronized Optional<LoginState> take(String cookie) {
        int dot = cookie == null ? -1 : cookie.indexOf('.');
        if (dot < 0 || !signed(cookie.substring(0, dot), cookie.substring(dot + 1))) {
            return Optional.empty();
        }
        String text =
                new String(
                        Base64.getUrlDecoder().decode(cookie.substring(0, dot)),
                        StandardCharsets.UTF_8);
        String[] parts = text.split("\n", -1);
        LoginState state =
                new LoginState(
                        parts[0],
                        parts[1],
                        parts[2],
                        parts[3],
                        parts[4].isEmpty() ? null : UUID.fromString(parts[4]),
                        Long.parseLong(parts[5]));
        long now = clock.instant().getEpochSecond();
        used.values().removeIf(end -> end <= now);
        return state.expiresAt() <= now
                        || used.putIfAbsent(state.state(), state.expiresAt()) != null
                ? Optional.empty()
                : Optional.of(state);
    }

    private boolean signed(String payload, String signature) {
        return MessageDigest.isEqual(
                ENCODER.encodeToString(mac("cookie " + payload))
                        .getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }
}
