package io.github.walnut.component.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** A message to publish, on a topic that the host allows. */
record MqttMessageText(String topic, String payload, int qos, boolean retain) {

    private static final int LONGEST_TOPIC = 512;
    private static final int LARGEST_PAYLOAD = 64 * 1024;
    private static final Pattern REFUSED = Pattern.compile("[+#\\p{Cntrl}]");

    /** Null when the request publishes nothing. */
    static MqttMessageText of(JsonNode request, DeviceSettings settings) throws DeviceException {
        if (!request.has("payload")) {
            return null;
        }
        JsonNode payload = request.get("payload");
        MqttMessageText message =
                new MqttMessageText(
                        topic(request.path("topic").asText(), settings.list("topics_allowed")),
                        payload.isTextual() ? payload.textValue() : payload.toString(),
                        request.path("qos").asInt(1),
                        request.path("retain").asBoolean());
        if (message.bytes().length > LARGEST_PAYLOAD) {
            throw DeviceException.of(
                    "validation",
                    "payload_too_large",
                    "A payload has at most " + LARGEST_PAYLOAD + " bytes.");
        }
        return message;
    }

    byte[] bytes() {
        return payload.getBytes(StandardCharsets.UTF_8);
    }

    private static String topic(String topic, List<?> allowed) throws DeviceException {
        int length = topic.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0
                || length > LONGEST_TOPIC
                || REFUSED.matcher(topic).find()
                || topic.startsWith("$")) {
            throw DeviceException.of(
                    "validation", "topic_invalid", "A topic has 1 to 512 bytes and no wildcard.");
        }
        if (!MqttTopics.allowed(allowed, topic)) {
            throw DeviceException.of(
                    "validation",
                    "topic_not_allowed",
                    "The host does not allow the topic " + topic + ".");
        }
        return topic;
    }
}
