package io.github.walnut.api;

import io.github.walnut.config.WebhookRecord;
import io.github.walnut.message.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether the caller of a hook proves that it may call it, over the bytes of the body as they came.
 */
final class WebhookProof {

    static final String GITHUB_ID = "X-GitHub-Delivery";
    static final String GITHUB_SIGNATURE = "X-Hub-Signature-256";

    private static final String GITHUB_PREFIX = "sha256=";

    private WebhookProof() {}

    /**
     * @param secrets those that are valid now
     */
    static boolean holds(
            WebhookRecord hook, List<String> secrets, Call call, byte[] body, Instant now) {
        return switch (hook.auth()) {
            case "signed" ->
                    WebhookSignature.verify(
                            secrets,
                            call.text(WebhookSignature.ID_HEADER),
                            call.text(WebhookSignature.TIMESTAMP_HEADER),
                            body,
                            call.text(WebhookSignature.SIGNATURE_HEADER),
                            now);
            case "github" -> github(secrets, call.text(GITHUB_SIGNATURE), body);
            case WebhookRecord.TOKEN -> token(hook.name(), call.principal());
            default -> false;
        };
    }

    /** The caller's own name for the call, which the proof covers only for signed ones; or null. */
    static String deliveryId(WebhookRecord hook, Call call) {
        String header = hook.auth().equals("github") ? GITHUB_ID : WebhookSignature.ID_HEADER;
        String id = call.text(header);
        return id == null || id.isBlank() || id.length() > 256 ? null : id;
    }

    private static boolean token(String hook, Principal caller) {
        return caller != null
                && caller.token() != null
                && caller.token().scopes().contains("webhook:" + hook);
    }

    private static boolean github(List<String> secrets, String signature, byte[] body) {
        if (signature == null || !signature.startsWith(GITHUB_PREFIX)) {
            return false;
        }
        byte[] given = signature.substring(GITHUB_PREFIX.length()).getBytes(StandardCharsets.UTF_8);
        boolean proven = false;
        for (String secret : secrets) {
            String wanted = HexFormat.of().formatHex(hmac(secret, body));
            proven |= MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), given);
        }
        return proven;
    }

    /** There the key is the secret as it is written. */
    private static byte[] hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
