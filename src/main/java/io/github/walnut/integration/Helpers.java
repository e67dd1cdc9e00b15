package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.walnut.run.ErrorClass;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** The functions behind {@code helper:}. */
final class Helpers {

    private final Map<String, Helper> byName;

    /**
     * @param source who sends messages, for their receivers
     */
    Helpers(String source) {
        byName =
                Map.of(
                        "message", new MessageHelper(source),
                        "fail", Helpers::fail,
                        "check", new CheckHelper(),
                        "expect", new ExpectHelper(),
                        "base64", body -> body.put("base64", base64(body.path("text").asText())),
                        "sha256", body -> body.put("sha256", sha256(body.path("text").asText())),
                        "prepared-command", new PreparedCommandHelper(),
                        "prepared-request", new PreparedRequestHelper());
    }

    Helper find(String name) {
        Helper helper = byName.get(name);
        if (helper == null) {
            throw new IllegalArgumentException("helper:" + name + " is none of " + byName.keySet());
        }
        return helper;
    }

    /** Ends the call with what stands at {@code .fail}: class, code and message. */
    private static void fail(ObjectNode body) throws DriverFailure {
        JsonNode failure = body.path("fail");
        ErrorClass errorClass =
                ErrorClass.valueOf(
                        failure.path("class").asText("internal").toUpperCase(Locale.ROOT));
        throw new DriverFailure(
                errorClass,
                failure.path("code").asText(errorClass.word()),
                failure.path("message").asText("The driver ended the call."));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
