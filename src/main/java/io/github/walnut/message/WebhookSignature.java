package io.github.walnut.message;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that a webhook carries: {@code v1,} and the Base64 of the HMAC-SHA256 over {@code
 * id.timestamp.body} with a secret that is written {@code whsec_} and Base64. One class makes it
 * for what is sent and checks it on what comes in.
 */
public final class WebhookSignature {

    /** Names the message; equal over all attempts to deliver it. */
    public static final String ID_HEADER = "webhook-id";

    /** Unix seconds of this attempt. */
    public static final String TIMESTAMP_HEADER = "webhook-timestamp";

    /** Signatures with one space between two of them. */
    public static final String SIGNATURE_HEADER = "webhook-signature";

    /** How far the clocks of sender and receiver may be apart. */
    public static final Duration TOLERANCE = Duration.ofSeconds(300);

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern ID = Pattern.compile("[!-~]{1,256}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    private WebhookSignature() {}

    /**
     * The key inside of a secret.
     *
     * @return a copy that the caller wipes after use
     * @throws IllegalArgumentException when the text is no such secret; the message does not repeat
     *     it
     */
    public static byte[] key(String secret) {
        if (secret == null || !secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a webhook secret starts with whsec_");
        }
        byte[] key = decoded(secret.substring(PREFIX.length()));
        if (key == null || key.length == 0) {
            throw new IllegalArgumentException("a webhook secret is whsec_ and Base64");
        }
        return key;
    }

    /** The secret of a key, as it is shown to people and given to the other side. */
    public static String secret(byte[] key) {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * The value of {@link #SIGNATURE_HEADER}.
     *
     * @param secrets those that are valid now: during a rotation the new one and the old one
     * @param timestamp Unix seconds
     * @param body as it is sent, byte for byte
     */
    public static String sign(List<String> secrets, String id, long timestamp, byte[] body) {
        return secrets.stream()
                .map(secret -> one(secret, id, Long.toString(timestamp), body))
                .map(proof -> VERSION + Base64.getEncoder().encodeToString(proof))
                .collect(Collectors.joining(" "));
    }

    /**
     * True when at least one signature was made with one of the secrets, and the timestamp is at
     * most {@link #TOLERANCE} away from now. Takes the same time wherever signatures differ.
     *
     * @param secrets those that are valid now
     * @param id value of {@link #ID_HEADER}, null when it is absent
     * @param timestamp value of {@link #TIMESTAMP_HEADER}, null when it is absent
     * @param body as it came, byte for byte
     * @param signatures value of {@link #SIGNATURE_HEADER}, null when it is absent
     */
    public static boolean verify(
            Collection<String> secrets,
            String id,
            String timestamp,
            byte[] body,
            String signatures,
            Instant now) {
        if (id == null || timestamp == null || signatures == null) {
            return false;
        }
        if (!ID.matcher(id).matches() || !SECONDS.matcher(timestamp).matches()) {
            return false;
        }
        long apart = Math.abs(now.getEpochSecond() - Long.parseLong(timestamp));
        boolean proven = false;
        for (String secret : secrets) {
            byte[] wanted = one(secret, id, timestamp, body);
            for (String signature : signatures.split(" ")) {
                proven |= MessageDigest.isEqual(wanted, proof(signature));
            }
        }
        return proven && apart <= TOLERANCE.toSeconds();
    }

    /** Empty, which equals no proof, when the text is none of version 1. */
    private static byte[] proof(String signature) {
        byte[] proof =
                signature.startsWith(VERSION)
                        ? decoded(signature.substring(VERSION.length()))
                        : null;
        return proof == null ? new byte[0] : proof;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException other) {
            return null;
        }
    }

    private static byte[] one(String secret, String id, String timestamp, byte[] body) {
        byte[] key = key(secret);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
