package io.github.walnut.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Access tokens: JWT (RFC 7519) signed by HS256 alone. Everything that a forged header could steer
 * is pinned; a token that names a key, a certificate or a critical extension is refused unread.
 */
public final class AccessTokens {

    private static final String ISSUER = "walnut";
    private static final String AUDIENCE = "walnut-api";
    private static final int LONGEST = 4096;
    private static final int REMEMBERED = 1000;
    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final Set<String> HEADERS = Set.of("alg", "typ", "kid");

    private final Duration ttl;
    private final Clock clock;
    private volatile Keys keys;

    private record Key(byte[] bytes, String id) {

        static Key of(Hkdf keys) {
            byte[] bytes = keys.key("walnut jwt v1");
            return new Key(
                    bytes, Digests.sha256Hex(HexFormat.of().formatHex(bytes)).substring(0, 8));
        }
    }

    /**
     * What signs, and everything that verifies.
     *
     * @param signed by these keys, as was found before: a client shows one token many times
     */
    private record Keys(Key present, List<Key> accepted, Map<String, JWTClaimsSet> signed) {

        Keys(Key present, List<Key> accepted) {
            this(present, accepted, Collections.synchronizedMap(new Remembered()));
        }
    }

    /** The tokens that were shown last. */
    private static final class Remembered extends LinkedHashMap<String, JWTClaimsSet> {
        private static final long serialVersionUID = 1;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JWTClaimsSet> eldest) {
            return size() > REMEMBERED;
        }
    }

    /**
     * @param ttl 1 to 15 minutes
     */
    public AccessTokens(Hkdf keys, Duration ttl, Clock clock) {
        if (ttl.compareTo(Duration.ofMinutes(1)) < 0 || ttl.compareTo(Duration.ofMinutes(15)) > 0) {
            throw new IllegalArgumentException(
                    "access token life " + ttl + ": expected 1 to 15 minutes");
        }
        this.ttl = ttl;
        this.clock = clock;
        use(keys, null);
    }

    /**
     * Signs with other keys from now on.
     *
     * @param before whose tokens are accepted as well; null for none
     */
    public void use(Hkdf present, Hkdf before) {
        Key signing = Key.of(present);
        keys =
                new Keys(
                        signing,
                        before == null ? List.of(signing) : List.of(signing, Key.of(before)));
    }

    public Duration ttl() {
        return ttl;
    }

    public String issue(Session session, Role role) {
        Instant now = clock.instant();
        Key key = keys.present();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject(session.userId().toString())
                        .claim("sid", session.id().toString())
                        .claim("role", role.word())
                        .issueTime(Date.from(now))
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(ttl)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("amr", List.of(session.amr()))
                        .claim("auth_time", session.authTime().getEpochSecond())
                        .build();
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.id())
                        .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new MACSigner(key.bytes()));
        } catch (JOSEException e) {
            throw new IllegalStateException("an access token cannot be signed", e);
        }
        return jwt.serialize();
    }

    /** Throws {@link AuthException} with the code that the caller is told. */
    public AccessToken verify(String token) {
        if (token.length() > LONGEST) {
            throw refused("is longer than " + LONGEST + " characters");
        }
        Keys known = keys;
        try {
            JWTClaimsSet claims = known.signed().get(token);
            if (claims == null) {
                claims = signed(token, known);
                known.signed().put(token, claims);
            }
            return checkClaims(claims);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw refused("cannot be read");
        }
    }

    private static JWTClaimsSet signed(String token, Keys keys)
            throws ParseException, JOSEException {
        SignedJWT jwt = SignedJWT.parse(token);
        for (Base64URL part : jwt.getParsedParts()) {
            if (!Base64URL.encode(part.decode()).equals(part)) {
                throw refused("cannot be read"); // its last bits may say anything
            }
        }
        Key key = checkHeader(jwt.getHeader(), keys);
        if (!jwt.verify(new MACVerifier(key.bytes()))) {
            throw refused("has a wrong signature");
        }
        return jwt.getJWTClaimsSet();
    }

    private static Key checkHeader(JWSHeader header, Keys keys) {
        if (!JWSAlgorithm.HS256.equals(header.getAlgorithm())) {
            throw refused("is not signed by HS256");
        }
        if (!HEADERS.containsAll(header.toJSONObject().keySet())) {
            throw refused("has a header that is not expected");
        }
        return keys.accepted().stream()
                .filter(key -> key.id().equals(header.getKeyID()))
                .filter(key -> JOSEObjectType.JWT.equals(header.getType()))
                .findFirst()
                .orElseThrow(() -> refused("is of another type or key"));
    }

    private AccessToken checkClaims(JWTClaimsSet claims) throws ParseException {
        if (!ISSUER.equals(claims.getIssuer()) || !List.of(AUDIENCE).equals(claims.getAudience())) {
            throw refused("was issued by or for someone else");
        }
        Instant issued = instant(claims.getIssueTime(), "iat");
        Instant notBefore = instant(claims.getNotBeforeTime(), "nbf");
        Instant expires = instant(claims.getExpirationTime(), "exp");
        Instant now = clock.instant();
        if (!now.isBefore(expires.plus(LEEWAY))) {
            throw new AuthException(
                    AuthException.Code.TOKEN_EXPIRED, "The access token has expired");
        }
        if (now.isBefore(notBefore.minus(LEEWAY)) || now.isBefore(issued.minus(LEEWAY))) {
            throw refused("is not valid yet");
        }
        required(claims.getJWTID(), "jti");
        List<String> amr = required(claims.getStringListClaim("amr"), "amr");
        return new AccessToken(
                UUID.fromString(required(claims.getSubject(), "sub")),
                UUID.fromString(required(claims.getStringClaim("sid"), "sid")),
                Role.of(required(claims.getStringClaim("role"), "role")),
                issued,
                expires,
                Instant.ofEpochSecond(required(claims.getLongClaim("auth_time"), "auth_time")),
                String.join(" ", amr));
    }

    private static Instant instant(Date date, String claim) {
        return required(date, claim).toInstant();
    }

    private static <T> T required(T value, String claim) {
        if (value == null) {
            throw refused("has no claim " + claim);
        }
        return value;
    }

    private static AuthException refused(String why) {
        return new AuthException(AuthException.Code.NOT_AUTHENTICATED, "The access token " + why);
    }
}
