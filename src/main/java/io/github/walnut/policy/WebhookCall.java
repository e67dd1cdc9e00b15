package io.github.walnut.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest authenticated call of a webhook.
 *
 * @param number rises with each call
 */
public record WebhookCall(String name, Map<String, Object> body, long number, Instant at) {

    public WebhookCall {
        body = Collections.unmodifiableMap(new LinkedHashMap<>(body));
    }

    /** The same after the clock was set. */
    public WebhookCall shifted(Duration by) {
        return new WebhookCall(name, body, number, at.plus(by));
    }

    /** Whether the body holds every pair; numbers are compared by value. */
    public boolean holds(Map<String, Object> pairs) {
        return pairs.entrySet().stream()
                .allMatch(
                        pair ->
                                body.containsKey(pair.getKey())
                                        && same(pair.getValue(), body.get(pair.getKey())));
    }

    private static boolean same(Object wanted, Object found) {
        if (wanted instanceof Number && found instanceof Number) {
            return new java.math.BigDecimal(wanted.toString())
                            .compareTo(new java.math.BigDecimal(found.toString()))
                    == 0;
        }
        if (wanted instanceof Map<?, ?> a && found instanceof Map<?, ?> b) {
            return a.keySet().equals(b.keySet())
                    && a.keySet().stream().allMatch(key -> same(a.get(key), b.get(key)));
        }
        if (wanted instanceof java.util.List<?> a && found instanceof java.util.List<?> b) {
            return a.size() == b.size()
                    && java.util.stream.IntStream.range(0, a.size())
                            .allMatch(i -> same(a.get(i), b.get(i)));
        }
        return java.util.Objects.equals(wanted, found);
    }
}
