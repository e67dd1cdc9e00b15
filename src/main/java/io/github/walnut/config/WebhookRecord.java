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

    static final Shape SHAPE = new Shape.Records(100, "name", members());

    private static Map<String, Shape.Records.Member> members() {
        Map<String, Shape.Records.Member> members = new LinkedHashMap<>();
        needed(members, "name", Shape.Text.matching("[a-z0-9][a-z0-9_-]{0,62}", "a slug"));
        member(members, "title", Shape.Text.any(128), null);
        member(members, "enabled", new Shape.Flag(), true);
        member(members, "auth", Shape.Text.oneOf("signed", "github", TOKEN), "signed");
        member(members, "secret", new Shape.Made(), null);
        member(members, "allow_ips", new Shape.Texts(64, Networks.NETWORK), List.of());
        member(members, "dedupe", new Shape.Span(Duration.ZERO, Duration.ofDays(1)), "0s");
        member(members, "rate_per_minute", new Shape.Number(1, 6000), 60);
        member(
                members,
                "ups_id",
                Shape.Text.matching(
                        "[A-Za-z0-9_.-]{1,128}@[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}",
                        "a UPS such as rack@lab"),
                null);
        return members;
    }

    private static void needed(
            Map<String, Shape.Records.Member> members, String name, Shape shape) {
        members.put(name, new Shape.Records.Member(shape, null, true));
    }

    private static void member(
            Map<String, Shape.Records.Member> members, String name, Shape shape, Object otherwise) {
        members.put(name, new Shape.Records.Member(shape, otherwise, false));
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
