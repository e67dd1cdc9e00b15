package io.github.walnut.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.walnut.Requirement;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    private static final String SECRET = "whsec_d2FsbnV0LWRlbW8tc2VjcmV0LTAwMDAwMQ==";
    private static final String OTHER = WebhookSignature.secret("another key".getBytes());
    private static final String ID = "msg_0199f1c26d5e7a10";
    private static final long AT = 1772619300;
    private static final byte[] BODY =
            "{\"name\":\"generator_started\",\"attrs\":{\"site\":\"lab\"}}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,w+9Cz0fgkczVXgvJeClbH8iHb4yM1PyF96jFmjjPRGQ=";

    private static String sign(String... secrets) {
        return WebhookSignature.sign(List.of(secrets), ID, AT, BODY);
    }

    private static boolean verified(List<String> secrets, String signatures, long now) {
        return WebhookSignature.verify(
                secrets, ID, Long.toString(AT), BODY, signatures, Instant.ofEpochSecond(now));
    }

    @Test
    @Requirement("HK-10")
    void signs_the_published_example() {
        assertThat(sign(SECRET)).isEqualTo(SIGNATURE);
        assertThat(verified(List.of(SECRET), SIGNATURE, AT)).isTrue();
    }

    @Test
    void agrees_with_openssl() throws Exception {
        String openssl =
                Stream.of("/usr/bin/openssl", "/usr/local/bin/openssl", "/bin/openssl")
                        .filter(file -> Files.isExecutable(Path.of(file)))
                        .findFirst()
                        .orElse(null);
        assumeTrue(openssl != null, "openssl is not installed");
        for (int size : new int[] {0, 1, 63, 64, 65, 4096}) {
            byte[] key = new byte[size == 0 ? 32 : Math.min(size, 200)];
            byte[] body = new byte[size];
            Arrays.fill(key, (byte) (0xa0 + size));
            Arrays.fill(body, (byte) (0xff - size));

            String ours =
                    WebhookSignature.sign(List.of(WebhookSignature.secret(key)), ID, AT, body);

            assertThat(ours).isEqualTo("v1," + openssl(openssl, key, body));
        }
    }

    private static String openssl(String program, byte[] key, byte[] body)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                program,
                                "dgst",
                                "-sha256",
                                "-mac",
                                "HMAC",
                                "-macopt",
                                "hexkey:" + HexFormat.of().formatHex(key),
                                "-binary")
                        .redirectError(new File("/dev/null"))
                        .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write((ID + "." + AT + ".").getBytes(StandardCharsets.UTF_8));
            in.write(body);
        }
        ByteArrayOutputStream proof = new ByteArrayOutputStream();
        process.getInputStream().transferTo(proof);
        assertThat(process.waitFor()).isZero();
        return Base64.getEncoder().encodeToString(proof.toByteArray());
    }

    @Test
    void one_flipped_bit_in_id_time_or_body_is_noticed() {
        byte[] body = BODY.clone();
        body[5] ^= 1;
        Instant now = Instant.ofEpochSecond(AT);
        List<String> secrets = List.of(SECRET);

        assertThat(WebhookSignature.verify(secrets, ID, "" + AT, body, SIGNATURE, now)).isFalse();
        assertThat(
                        WebhookSignature.verify(
                                secrets, ID.replace('7', '6'), "" + AT, BODY, SIGNATURE, now))
                .isFalse();
        assertThat(WebhookSignature.verify(secrets, ID, "" + (AT + 1), BODY, SIGNATURE, now))
                .isFalse();
        assertThat(verified(secrets, SIGNATURE.replace('9', '8'), AT)).isFalse();
    }

    @Test
    void a_timestamp_may_be_five_minutes_off_and_no_second_more() {
        for (int sign : new int[] {-1, 1}) {
            assertThat(verified(List.of(SECRET), SIGNATURE, AT + sign * 299)).isTrue();
            assertThat(verified(List.of(SECRET), SIGNATURE, AT + sign * 300)).isTrue();
            assertThat(verified(List.of(SECRET), SIGNATURE, AT + sign * 301)).isFalse();
        }
    }

    @Test
    void during_a_rotation_both_secrets_sign_and_either_one_is_enough() {
        String both = sign(OTHER, SECRET);

        assertThat(both).isEqualTo(sign(OTHER) + " " + SIGNATURE);
        assertThat(verified(List.of(SECRET), both, AT)).isTrue();
        assertThat(verified(List.of(OTHER), both, AT)).isTrue();
        assertThat(verified(List.of(SECRET, OTHER), SIGNATURE, AT)).isTrue();
        assertThat(verified(List.of(OTHER), SIGNATURE, AT)).isFalse();
        assertThat(verified(List.of(), SIGNATURE, AT)).isFalse();
    }

    @Test
    void what_is_absent_or_of_another_form_proves_nothing() {
        Instant now = Instant.ofEpochSecond(AT);
        List<String> secrets = List.of(SECRET);

        assertThat(WebhookSignature.verify(secrets, null, "" + AT, BODY, SIGNATURE, now)).isFalse();
        assertThat(WebhookSignature.verify(secrets, ID, null, BODY, SIGNATURE, now)).isFalse();
        assertThat(WebhookSignature.verify(secrets, ID, "" + AT, BODY, null, now)).isFalse();
        assertThat(WebhookSignature.verify(secrets, "", "" + AT, BODY, SIGNATURE, now)).isFalse();
        for (String time : List.of("", "-1", "+" + AT, AT + ".0", "9".repeat(40))) {
            assertThat(WebhookSignature.verify(secrets, ID, time, BODY, SIGNATURE, now)).isFalse();
        }
        for (String proof : List.of("", "v1,", "v1,!", "v2" + SIGNATURE.substring(2), "v1, ")) {
            assertThat(verified(secrets, proof, AT)).isFalse();
        }
    }

    @Test
    void a_secret_is_its_prefix_and_base64_and_is_not_repeated_when_it_is_refused() {
        byte[] key = {1, 2, 3, -4};

        assertThat(WebhookSignature.key(WebhookSignature.secret(key))).isEqualTo(key);
        for (String wrong : List.of("", "canary", "whsec_", "whsec_ca*nary", "WHSEC_Y2FuYXJ5")) {
            assertThatThrownBy(() -> WebhookSignature.key(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContainingAny("canary", "ca*nary", "Y2FuYXJ5");
        }
    }
}
