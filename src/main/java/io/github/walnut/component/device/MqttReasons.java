package io.github.walnut.component.device;

import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;

/** What the reason codes of MQTT 5 mean for a call. */
final class MqttReasons {

    static final int FAILURE = 128;

    private static final int LAST = 162;

    private MqttReasons() {}

    static int worst(int[] codes) {
        return codes == null ? 0 : Arrays.stream(codes).max().orElse(0);
    }

    static DeviceException refused(String what, int code) {
        return DeviceException.of(
                errorClass(code), "mqtt_" + code, what + " with reason code " + code + ".");
    }

    /** At the login, not authorized means the credentials. */
    static DeviceException login(String hostId, MqttException failure) {
        int code = failure.getReasonCode();
        return code == 134 || code == 135 || code == 140
                ? DeviceException.of(
                        "unauthenticated",
                        "mqtt_" + code,
                        "The broker of " + hostId + " refused the login.",
                        failure)
                : explain(hostId, failure, false);
    }

    static DeviceException explain(String hostId, MqttException failure, boolean sent) {
        int code = failure.getReasonCode();
        if (code >= FAILURE && code <= LAST) {
            return refused("The broker of " + hostId + " answered", code);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return DeviceException.of(
                        "untrusted",
                        "tls",
                        "The certificate of the broker of " + hostId + " is not trusted.",
                        failure);
            }
        }
        boolean late = code == MqttClientException.REASON_CODE_CLIENT_TIMEOUT;
        if (sent && (late || code == MqttClientException.REASON_CODE_CONNECTION_LOST)) {
            return DeviceException.inDoubt(
                    "no_ack", "The broker of " + hostId + " did not acknowledge the message.");
        }
        return DeviceException.of(
                "unreachable",
                "connect",
                "No connection to the broker of " + hostId + ".",
                failure);
    }

    private static String errorClass(int code) {
        return switch (code) {
            case 134, 135 -> code == 134 ? "unauthenticated" : "forbidden";
            case 136, 137, 139 -> "unavailable";
            case 143, 144, 149, 153 -> "validation";
            case 151, 159 -> "rate_limited";
            case 154, 155 -> "unsupported";
            default -> "target_failed";
        };
    }
}
