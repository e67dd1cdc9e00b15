package io.github.walnut.component.device;

import io.github.walnut.message.WebhookSignature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Message;

/**
 * Tells the receiver of a webhook which message it is, of which attempt, and, where the host has a
 * {@code sign.secret}, who sent it. With {@code sign.before} the secret that is going out signs
 * too.
 */
record HttpProof(DeviceSettings keys) {

    void apply(Message message, String id, byte[] body) throws DeviceException {
        long seconds = Instant.now().getEpochSecond();
        message.setHeader(WebhookSignature.ID_HEADER, HttpHeaders.value(id));
        message.setHeader(WebhookSignature.TIMESTAMP_HEADER, Long.toString(seconds));
        List<String> secrets = new ArrayList<>();
        add("secret", secrets);
        add("before", secrets);
        if (!secrets.isEmpty()) {
            message.setHeader(
                    WebhookSignature.SIGNATURE_HEADER, signature(secrets, id, seconds, body));
        }
    }

    private static String signature(List<String> secrets, String id, long seconds, byte[] body)
            throws DeviceException {
        try {
            return WebhookSignature.sign(secrets, id, seconds, body);
        } catch (IllegalArgumentException unreadable) {
            throw DeviceException.of(
                    "validation",
                    "signing_secret_invalid",
                    "A signing secret is whsec_ and Base64.");
        }
    }

    private void add(String key, List<String> secrets) {
        char[] secret = keys.secret(key);
        if (secret != null) {
            secrets.add(new String(secret));
            Arrays.fill(secret, '\0');
        }
    }
}
