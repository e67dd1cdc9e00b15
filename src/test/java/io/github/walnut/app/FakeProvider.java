package io.github.walnut.app;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** An identity provider on a socket, which checks codes and PKCE and signs what it is told to. */
final class FakeProvider implements AutoCloseable {

    static final String CLIENT = "walnut";
    static final String SECRET = "canary-client-secret-of-32-chars!";

    /** How the next tokens are signed. */
    enum Signing {
        GOOD,
        OTHER_KEY,
        NONE,
        BY_CLIENT_SECRET,
        UNKNOWN_ALGORITHM
    }

    private record Asked(String nonce, String challenge) {}

    private final HttpServer server;
    private final RSAKey key = key();
    private final RSAKey other = key();
    private final Map<String, Asked> codes = new ConcurrentHashMap<>();
    volatile Signing signing = Signing.GOOD;
    volatile Consumer<JWTClaimsSet.Builder> change = claims -> {};
    volatile Map<String, Object> person = Map.of();

    /** Stands where the discovery document is looked for, or null. */
    volatile String page;

    FakeProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(exchange, page == null ? discovery() : page));
        server.createContext(
                "/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/token", this::token);
        server.start();
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private String discovery() {
        return """
        {"issuer":"%1$s","authorization_endpoint":"%1$s/auth","token_endpoint":"%1$s/token",
         "jwks_uri":"%1$s/keys","subject_types_supported":["public"],
         "response_types_supported":["code"],"id_token_signing_alg_values_supported":["RS256"]}
        """
                .formatted(issuer());
    }

    /** What the browser would be asked at this address; the person says yes. */
    String code(URI address) {
        Map<String, String> query = query(address.getRawQuery());
        if (!"S256".equals(query.get("code_challenge_method"))) {
            throw new IllegalArgumentException("no S256 challenge in " + address);
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, new Asked(query.get("nonce"), query.get("code_challenge")));
        return code;
    }

    static Map<String, String> query(String raw) {
        Map<String, String> values = new HashMap<>();
        for (String pair : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return values;
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                query(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Asked asked = codes.remove(form.getOrDefault("code", ""));
        boolean proven =
                asked != null
                        && asked.challenge().equals(sha256(form.get("code_verifier")))
                        && basic().equals(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!proven) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] body = "{\"error\":\"invalid_grant\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            return;
        }
        answer(
                exchange,
                "{\"access_token\":\"opaque\",\"token_type\":\"Bearer\",\"id_token\":\"%s\"}"
                        .formatted(idToken(asked.nonce())));
    }

    private static String basic() {
        String encoded = SECRET.replace("!", "%21");
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((CLIENT + ":" + encoded).getBytes(StandardCharsets.UTF_8));
    }

    private String idToken(String nonce) {
        Instant now = Instant.now();
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .audience(CLIENT)
                        .subject("subject-1")
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300)))
                        .claim("nonce", nonce);
        person.forEach(claims::claim);
        change.accept(claims);
        try {
            return signed(claims.build());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return switch (signing) {
            case GOOD -> sign(claims, JWSAlgorithm.RS256, new RSASSASigner(key));
            case OTHER_KEY -> sign(claims, JWSAlgorithm.RS256, new RSASSASigner(other));
            case UNKNOWN_ALGORITHM -> sign(claims, JWSAlgorithm.RS512, new RSASSASigner(key));
            case BY_CLIENT_SECRET ->
                    sign(
                            claims,
                            JWSAlgorithm.HS256,
                            new MACSigner(SECRET.getBytes(StandardCharsets.UTF_8)));
            case NONE -> new PlainJWT(claims).serialize();
        };
    }

    private String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String sha256(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, String json) {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
