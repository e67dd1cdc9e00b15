package io.github.walnut.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One hook by which another program tells of events.
 *
 * @param title null without one
 * @param auth signed, github or token
 * @param allowIps networks that may call it, in CIDR notation; empty for all
 * @param dedupe how long an equal body counts as the same call; zero for never
 * @param ratePerMinute calls of one address
 * @param upsId the UPS that its events are about, or null
 */
public record WebhookRecord(
        String name,
        String title,
        boolean enabled,
        String auth,
        List<String> allowIps,
        Duration dedupe,
        int ratePerMinute,
        String upsId) {

    /** Proven by an API token; it has no secret. */
    public static final String TOKEN = "token";

    static final Shape SHAPE =
            new Listed(100, "name", new Fields(fields(), List.of("name"), otherwise()));

    private static Map<String, Shape> fields() {
        Map<String, Shape> fields = new LinkedHashMap<>();
        fields.put("name", Shape.Text.matching("[a-z0-9][a-z0-9_-]{0,62}", "a slug"));
        fields.put("title", Shape.Text.any(128));
        fields.put("enabled", new Shape.Flag());
        fields.put("auth", Shape.Text.oneOf("signed", "github", TOKEN));
        fields.put("secret", new Shape.Made());
        fields.put("allow_ips", new Shape.Texts(64, Networks.NETWORK));
        fields.put("dedupe", new Shape.Span(Duration.ZERO, Duration.ofDays(1)));
        fields.put("rate_per_minute", new Shape.Number(1, 6000));
        fields.put(
                "ups_id",
                Shape.Text.matching(
                        "[A-Za-z0-9_.-]{1,128}@[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}",
                        "a UPS such as rack@lab"));
        return fields;
    }

    private static Map<String, Object> otherwise() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("title", null);
        values.put("enabled", true);
        values.put("auth", "signed");
        values.put("allow_ips", List.of());
        values.put("dedupe", "0s");
        values.put("rate_per_minute", 60);
        values.put("ups_id", null);
        return values;
    }

    /** Reads what a setting holds in its one form. */
    @SuppressWarnings("unchecked")
    public static WebhookRecord of(Map<String, Object> record) {
        return new WebhookRecord(
                (String) record.get("name"),
                (String) record.get("title"),
                (Boolean) record.get("enabled"),
                (String) record.get("auth"),
                (List<String>) record.get("allow_ips"),
                SettingChecks.duration((String) record.get("dedupe")),
                (Integer) record.get("rate_per_minute"),
                (String) record.get("ups_id"));
    }

    /** Whether calls are proven with a secret of the hook. */
    public boolean hasSecret() {
        return !auth.equals(TOKEN);
    }
}
