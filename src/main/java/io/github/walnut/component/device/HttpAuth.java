package io.github.walnut.component.device;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.camel.Message;

/** Puts the host's credential on a request; it is opened for this one request. */
record HttpAuth(DeviceSettings auth, String hostId) {

    static HttpAuth of(DeviceSettings settings) {
        return new HttpAuth(settings.nested("auth"), settings.hostId());
    }

    void apply(Message message) throws DeviceException {
        String scheme = auth.text("scheme", "none");
        switch (scheme) {
            case "none" -> {}
            case "basic" -> {
                String pair = auth.required("username") + ":" + secret("password");
                message.setHeader(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            }
            case "bearer" -> message.setHeader("Authorization", "Bearer " + printable("token"));
            case "optional_bearer" -> {
                if (auth.holds("token")) {
                    message.setHeader("Authorization", "Bearer " + printable("token"));
                }
            }
            case "header" ->
                    message.setHeader(HttpHeaders.name(auth.required("name")), printable("value"));
            default ->
                    throw DeviceException.of(
                            "unsupported",
                            "auth_unsupported",
                            "The http transport cannot log in by "
                                    + scheme
                                    + " to host "
                                    + hostId
                                    + ".");
        }
    }

    private String printable(String key) throws DeviceException {
        return HttpHeaders.value(secret(key));
    }

    private String secret(String key) throws DeviceException {
        char[] secret = auth.secret(key);
        if (secret == null) {
            throw DeviceException.of(
                    "unauthenticated",
                    "no_credential",
                    "The " + key + " of host " + hostId + " is not set.");
        }
        String text = new String(secret);
        Arrays.fill(secret, '\0');
        return text;
    }
}
