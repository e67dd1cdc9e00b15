package io.github.walnut.road;

import io.github.walnut.ups.Event;
import java.util.Map;

/**
 * An authenticated call of a webhook on its way to the policies.
 *
 * @param body whole, of which the event holds a part
 * @param event of kind {@code webhook.custom}
 */
public record WebhookArrival(String hook, Map<String, Object> body, Event event) {}
