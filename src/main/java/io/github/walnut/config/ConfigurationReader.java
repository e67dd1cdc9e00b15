package io.github.walnut.config;

import io.github.walnut.config.Configuration.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the settings: default, properties in the jar, in the configuration folder and its conf.d,
 * environment, files named by {@code …_FILE}, system properties, options of the command line; later
 * ones win.
 */
public final class ConfigurationReader {

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final Set<String> YES = Set.of("true", "1", "yes", "on");
    private static final Set<String> NO = Set.of("false", "0", "no", "off");
    private static final int SHORTEST_SECRET = 32;

    private final Map<String, String> environment;
    private final Properties system;
    private final Consumer<String> warnings;
    private final List<String> problems = new ArrayList<>();

    public ConfigurationReader(
            Map<String, String> environment, Properties system, Consumer<String> warnings) {
        this.environment = environment;
        this.system = system;
        this.warnings = warnings;
    }

    /**
     * @param options of the command line; they win over everything
     * @throws ConfigurationException with every bad value
     */
    public Configuration read(Map<Setting, String> options) {
        problems.clear();
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            put(values, setting, setting.otherwise(), "default");
        }
        properties(values);
        for (Setting setting : Setting.values()) {
            put(values, setting, variable(setting), "environment");
            secretFile(values, setting);
            put(values, setting, system.getProperty(setting.property()), "system property");
            put(values, setting, options.get(setting), "option");
        }
        warnOfUnknownVariables();
        values.forEach(this::check);
        together(values);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new Configuration(values);
    }

    private static void put(
            Map<Setting, Value> values, Setting setting, String text, String origin) {
        if (text != null && !text.isEmpty()) {
            values.put(setting, new Value(text, origin));
        }
    }

    private String variable(Setting setting) {
        String text = environment.get(setting.variable());
        return text == null && setting.variable().startsWith("NUT_")
                ? environment.get("WALNUT_" + setting.variable())
                : text;
    }

    private void properties(Map<Setting, Value> values) {
        try (InputStream jar =
                ConfigurationReader.class.getResourceAsStream("/walnut.properties")) {
            if (jar != null) {
                Properties properties = new Properties();
                properties.load(jar);
                take(values, properties, "jar");
            }
        } catch (IOException e) {
            throw new IllegalStateException("walnut.properties in the jar: " + e.getMessage(), e);
        }
        String folder =
                environment.getOrDefault(
                        Setting.CONFIG_DIR.variable(),
                        system.getProperty(
                                Setting.CONFIG_DIR.property(), Setting.CONFIG_DIR.otherwise()));
        Path config = Path.of(folder);
        file(values, config.resolve("application.properties"));
        Path more = config.resolve("conf.d");
        if (Files.isDirectory(more)) {
            try (Stream<Path> files = Files.list(more)) {
                files.filter(file -> file.toString().endsWith(".properties"))
                        .sorted()
                        .forEach(file -> file(values, file));
            } catch (IOException e) {
                problems.add(more + ": " + e.getMessage());
            }
        }
    }

    private void file(Map<Setting, Value> values, Path file) {
        if (!Files.exists(file)) {
            return;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            take(values, properties, file.toString());
        } catch (IOException | IllegalArgumentException e) {
            problems.add(file + ": " + e.getMessage());
        }
    }

    private void take(Map<Setting, Value> values, Properties properties, String origin) {
        for (String name : properties.stringPropertyNames()) {
            Setting known =
                    Stream.of(Setting.values())
                            .filter(s -> s.property().equals(name))
                            .findFirst()
                            .orElse(null);
            if (known != null) {
                put(values, known, properties.getProperty(name), origin);
            } else if (name.startsWith("walnut.")) {
                warnings.accept(
                        name
                                + " in "
                                + origin
                                + " is unknown; did you mean "
                                + nearest(name, Stream.of(Setting.values()).map(Setting::property))
                                + "?");
            }
        }
    }

    private void secretFile(Map<Setting, Value> values, Setting setting) {
        if (!setting.secret()) {
            return;
        }
        String named = environment.get(setting.variable() + "_FILE");
        String docker = setting.dockerSecret();
        Path file =
                named != null
                        ? Path.of(named)
                        : docker != null
                                        && values.get(setting) == null
                                        && Files.exists(Path.of(docker))
                                ? Path.of(docker)
                                : null;
        if (file == null) {
            return;
        }
        if (named != null && variable(setting) != null) {
            warnings.accept(
                    setting.variable()
                            + " and "
                            + setting.variable()
                            + "_FILE are both set; the file wins");
        }
        try {
            put(
                    values,
                    setting,
                    Files.readString(file).replaceFirst("\\r?\\n$", ""),
                    "secret file");
        } catch (IOException e) {
            problems.add(setting.variable() + "_FILE: expected a readable file, got " + file);
        }
    }

    private void warnOfUnknownVariables() {
        for (String name : environment.keySet()) {
            String plain = name.replaceFirst("_FILE$", "");
            boolean known =
                    Stream.of(Setting.values())
                            .anyMatch(
                                    s ->
                                            s.variable().equals(plain)
                                                    || ("WALNUT_" + s.variable()).equals(plain));
            if (name.startsWith("WALNUT_")
                    && !known
                    && !Set.of("WALNUT_JAVA_OPTS", "WALNUT_SERVER", "WALNUT_TOKEN")
                            .contains(plain)) {
                warnings.accept(
                        name
                                + " is unknown; did you mean "
                                + nearest(name, Stream.of(Setting.values()).map(Setting::variable))
                                + "?");
            }
        }
    }

    private static String nearest(String word, Stream<String> known) {
        return known.min((a, b) -> Integer.compare(distance(word, a), distance(word, b)))
                .orElseThrow();
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    private void check(Setting setting, Value value) {
        String text = value.text();
        switch (setting) {
            case DB_KEY, JWT_SECRET ->
                    require(
                            setting,
                            text.length() >= SHORTEST_SECRET,
                            "at least 32 characters",
                            text.length() + " characters");
            case ENV -> oneOf(setting, text, "prod", "dev", "test");
            case NUT_TLS -> oneOf(setting, text, "off", "auto", "required");
            case ARGON2_PROFILE -> oneOf(setting, text, "standard", "small", "test");
            case LOG_LEVEL ->
                    oneOf(
                            setting,
                            text.toUpperCase(Locale.ROOT),
                            "ERROR",
                            "WARN",
                            "INFO",
                            "DEBUG",
                            "TRACE");
            case LOG_FORMAT -> oneOf(setting, text, "text", "json");
            case PREFLIGHT_AT ->
                    require(
                            setting,
                            text.matches("([01][0-9]|2[0-3]):[0-5][0-9]"),
                            "a time of day as HH:MM",
                            "'" + text + "'");
            case NUT_PORT, HTTP_PORT, MANAGEMENT_PORT -> between(setting, text, 0, 65535);
            case RETENTION_HOURS -> between(setting, text, 1, 720);
            case MAX_CONCURRENT -> between(setting, text, 1, 1000);
            case DB_POOL_SIZE -> between(setting, text, 4, 64);
            case DB_KDF_ITER -> between(setting, text, 64_000, 2_000_000);
            case NUT_ENABLED, ARMED, POLICY_V1_ENABLED, SECURE_COOKIES, DB_ALLOW_NETWORK_FS ->
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
            case DB_BUSY_TIMEOUT ->
                    between(setting, text, Duration.ofSeconds(1), Duration.ofSeconds(60));
            default -> {
                // free text
            }
        }
    }

    private void together(Map<Setting, Value> values) {
        if (values.containsKey(Setting.NUT_USERNAME) != values.containsKey(Setting.NUT_PASSWORD)) {
            problems.add("NUT_USERNAME, NUT_PASSWORD: expected both or none");
        }
        if (values.get(Setting.ARGON2_PROFILE).text().equals("test")
                && !values.get(Setting.ENV).text().equals("test")) {
            problems.add(
                    "WALNUT_ARGON2_PROFILE: expected standard or small unless WALNUT_ENV=test, got test");
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
                "a duration such as 2m30s, or seconds, within its range",
                "'" + text + "'");
    }

    private void require(Setting setting, boolean good, String expected, String got) {
        if (!good) {
            problems.add(
                    setting.variable()
                            + ": expected "
                            + expected
                            + ", got "
                            + (setting.secret() && !got.endsWith("characters") ? "***" : got));
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
