package io.github.walnut.config;

import io.github.walnut.config.Configuration.Value;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What each setting may hold; what it may not is said in one line that shows no secret. */
final class SettingChecks {

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final Set<String> YES = Set.of("true", "1", "yes", "on");
    private static final Set<String> NO = Set.of("false", "0", "no", "off");
    private static final Set<String> LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    private static final int LONGEST_SHOWN = 200;
    private static final Shape ORIGINS = new Shape.Texts(64, Networks.ORIGIN);
    private static final Shape EMAIL =
            new Shape.Text(254, text -> text.matches("[^@\\s]+@[^@\\s]+"), "an e-mail address");

    /** It becomes part of an address for the driver of the database. */
    private static final Shape DATABASE =
            new Shape.Text(
                    4096,
                    text -> text.matches("[^?;\\p{Cntrl}]+"),
                    "the path of a file without ?, ; and control characters");

    private final List<String> problems;

    /**
     * @param problems takes what is found
     */
    SettingChecks(List<String> problems) {
        this.problems = problems;
    }

    void check(Setting setting, Value value) {
        String text = value.text();
        switch (setting) {
            case ENV -> oneOf(setting, text, "prod", Configuration.PRODUCTION, "dev", "test");
            case NUT_TLS -> oneOf(setting, text, "off", "auto", "required");
            case ARGON2_PROFILE -> oneOf(setting, text, "standard", "small", "test");
            case LOG_LEVEL -> level(setting.variable(), text);
            case LOG_FORMAT -> oneOf(setting, text, "text", "json");
            case PREFLIGHT_AT ->
                    require(
                            setting,
                            text.matches("([01][0-9]|2[0-3]):[0-5][0-9]"),
                            "a time of day as HH:MM",
                            "'" + text + "'");
            case NUT_PORT -> between(setting, text, 1, 65535);
            case HTTP_PORT, MANAGEMENT_PORT -> between(setting, text, 0, 65535);
            case NUT_HOST, HTTP_HOST, MANAGEMENT_HOST -> shape(setting, Networks.HOST, text);
            case ADMIN_EMAIL -> shape(setting, EMAIL, text);
            case DB_PATH -> shape(setting, DATABASE, text);
            case RETENTION_HOURS -> between(setting, text, 1, 720);
            case MAX_CONCURRENT -> between(setting, text, 1, 1000);
            case DB_POOL_SIZE -> between(setting, text, 4, 64);
            case DB_KDF_ITER -> between(setting, text, 64_000, 2_000_000);
            case NUT_ENABLED,
                    ARMED,
                    POLICY_V1_ENABLED,
                    SECURE_COOKIES,
                    API_DOCS,
                    METRICS_PUBLIC,
                    MQTT_ENABLED,
                    OIDC_ENABLED,
                    TRAPS_ENABLED,
                    DB_ALLOW_NETWORK_FS ->
                    require(
                            setting,
                            YES.contains(text.toLowerCase(Locale.ROOT))
                                    || NO.contains(text.toLowerCase(Locale.ROOT)),
                            "true or false",
                            "'" + text + "'");
            case POLL_INTERVAL ->
                    between(setting, text, Duration.ofMillis(500), Duration.ofHours(1));
            case FAST_INTERVAL -> between(setting, text, Duration.ZERO, Duration.ofMinutes(1));
            case HEARTBEAT_TIMEOUT ->
                    between(setting, text, Duration.ofSeconds(1), Duration.ofMinutes(10));
            case DEAD_TIME -> between(setting, text, Duration.ofSeconds(1), Duration.ofMinutes(10));
            case ACCESS_TTL ->
                    between(setting, text, Duration.ofMinutes(1), Duration.ofMinutes(15));
            case SESSION_IDLE, SESSION_MAX ->
                    between(setting, text, Duration.ofMinutes(1), Duration.ofDays(90));
            case PUBLIC_URL ->
                    require(
                            setting,
                            text.matches("https?://[A-Za-z0-9.:\\[\\]_-]+/?"),
                            "an address such as https://walnut.example",
                            "'" + text + "'");
            case BASE_PATH ->
                    require(
                            setting,
                            BasePath.of(text).filter(BasePath::apart).isPresent(),
                            "a path such as /ups that is none of walNUT's own",
                            "'" + text + "'");
            case ALLOWED_ORIGINS, FRAME_ANCESTORS -> origins(setting, text);
            case DB_BUSY_TIMEOUT ->
                    between(setting, text, Duration.ofSeconds(1), Duration.ofSeconds(60));
            default ->
                    StoredSetting.behind(setting)
                            .ifPresent(stored -> shape(setting, stored.shape(), text));
        }
    }

    private void shape(Setting setting, Shape shape, String text) {
        try {
            shape.readText(text);
        } catch (Misfit misfit) {
            String got = setting.secret() ? "***" : "'" + shown(text) + "'";
            problems.add(setting.variable() + ": " + misfit.getMessage() + ", got " + got);
        }
    }

    /** A terminal may not take the rest for commands. */
    private static String shown(String text) {
        String cut = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    /** Exact ones, in a JSON array. */
    private void origins(Setting setting, String text) {
        try {
            if (!text.trim().startsWith("[")) {
                throw Misfit.type("a JSON array of texts");
            }
            ORIGINS.readText(text);
        } catch (Misfit misfit) {
            problems.add(setting.variable() + ": " + misfit.getMessage() + ", got '" + text + "'");
        }
    }

    void together(Map<Setting, Value> values) {
        if (values.containsKey(Setting.NUT_USERNAME) != values.containsKey(Setting.NUT_PASSWORD)) {
            problems.add("NUT_USERNAME, NUT_PASSWORD: expected both or none");
        }
        if (values.containsKey(Setting.TLS_CERT) != values.containsKey(Setting.TLS_KEY)) {
            boolean noKey = values.containsKey(Setting.TLS_CERT);
            problems.add(
                    (noKey ? Setting.TLS_KEY : Setting.TLS_CERT).variable()
                            + ": expected a value beside "
                            + (noKey ? Setting.TLS_CERT : Setting.TLS_KEY).variable()
                            + ", got nothing");
        }
        if (flag(values.get(Setting.OIDC_ENABLED).text())) {
            for (Setting needed :
                    List.of(
                            Setting.OIDC_DISCOVERY_URL,
                            Setting.OIDC_CLIENT_ID,
                            Setting.OIDC_CLIENT_SECRET,
                            Setting.PUBLIC_URL)) {
                if (!values.containsKey(needed)) {
                    problems.add(
                            needed.variable()
                                    + ": expected a value while WALNUT_OIDC_ENABLED is true");
                }
            }
        }
        if (values.get(Setting.ARGON2_PROFILE).text().equals("test")
                && !values.get(Setting.ENV).text().equals("test")) {
            problems.add(
                    "WALNUT_ARGON2_PROFILE: expected standard or small unless WALNUT_ENV=test, got test");
        }
    }

    /**
     * @param name of the variable or property
     */
    void level(String name, String level) {
        if (!LEVELS.contains(level.toUpperCase(Locale.ROOT))) {
            problems.add(
                    name
                            + ": expected one of ERROR, WARN, INFO, DEBUG, TRACE, got '"
                            + level
                            + "'");
        }
    }

    private void oneOf(Setting setting, String text, String... words) {
        require(
                setting,
                Set.of(words).contains(text),
                "one of " + String.join(", ", words),
                "'" + text + "'");
    }

    private void between(Setting setting, String text, int min, int max) {
        boolean good =
                text.matches("\\d{1,9}")
                        && Integer.parseInt(text) >= min
                        && Integer.parseInt(text) <= max;
        require(setting, good, "a number from " + min + " to " + max, "'" + text + "'");
    }

    private void between(Setting setting, String text, Duration min, Duration max) {
        Duration duration = duration(text);
        boolean good =
                duration != null && duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0;
        require(
                setting,
                good,
                "a duration from "
                        + DurationForm.of(min)
                        + " to "
                        + DurationForm.of(max)
                        + " such as 2m30s, or a number of seconds",
                "'" + text + "'");
    }

    private void require(Setting setting, boolean good, String expected, String got) {
        if (!good) {
            problems.add(
                    setting.variable()
                            + ": expected "
                            + expected
                            + ", got "
                            + (setting.secret() ? "***" : shown(got)));
        }
    }

    static boolean flag(String text) {
        return YES.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Null when the text is no duration; a bare number counts seconds. */
    static Duration duration(String text) {
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return null;
        }
        return Duration.ofDays(part(matcher, 1))
                .plusHours(part(matcher, 2))
                .plusMinutes(part(matcher, 3))
                .plusSeconds(part(matcher, 4))
                .plusMillis(part(matcher, 5));
    }

    private static long part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }
}
