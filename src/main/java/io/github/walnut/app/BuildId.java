package io.github.walnut.app;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells one build of the console from another, without telling its version. */
final class BuildId {

    private BuildId() {}

    static String of(String version) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    String.valueOf(version).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try (InputStream page =
                    BuildId.class.getResourceAsStream("/META-INF/resources/index.html")) {
                if (page != null) {
                    digest.update(page.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException("the id of this build cannot be made", e);
        }
    }
}
