package io.github.walnut.publish;

/** One message for the broker; the payload is JSON in UTF-8. */
public record MqttMessage(String topic, boolean retained, String payload) {}
