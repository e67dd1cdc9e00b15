package io.github.walnut.policy;

import io.github.walnut.ups.UpsFacts;
import java.time.Instant;
import java.util.Map;

/**
 * What a trigger looks at.
 *
 * @param ups null for a trigger that is about no UPS, or when the UPS was never heard
 * @param calls the latest call of each webhook, by name
 */
public record Sight(UpsFacts ups, Map<String, WebhookCall> calls, Instant at) {}
