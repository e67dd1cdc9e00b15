package io.github.walnut.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The settings in force, each with where it came from. Values were checked when they were read. */
public final class Configuration {

    /**
     * @param origin default, jar, path of a properties or variables file, environment, file and its
     *     path, system property or option
     */
    public record Value(String text, String origin) {
        @Override
        public String toString() {
            return "a value of " + origin;
        }
    }

    static final String PRODUCTION = "production";

    private volatile Map<Setting, Value> values;
    private final Map<String, String> loggerLevels;

    Configuration(Map<Setting, Value> values, Map<String, String> loggerLevels) {
        this.values = new EnumMap<>(values);
        this.loggerLevels = Map.copyOf(loggerLevels);
    }

    public Map<Setting, Value> values() {
        return Map.copyOf(values);
    }

    /** Levels of single loggers by their names, from {@code walnut.log.level.<logger>}. */
    public Map<String, String> loggerLevels() {
        return loggerLevels;
    }

    /** Null when it is not set and has no default. */
    public String text(Setting setting) {
        Value value = values.get(setting);
        return value == null ? null : value.text();
    }

    /** After the start nobody may ask for the keys any more; whoever needs them has them. */
    public void forgetKeys() {
        Map<Setting, Value> rest = new EnumMap<>(values);
        rest.keySet().removeIf(KeyRules::isKey);
        values = rest;
    }

    /** What a new value of a key breaks, as it would be said of the present one. */
    public List<String> problemsOfKey(Setting setting, String key) {
        List<String> problems = new ArrayList<>();
        KeyRules rules = new KeyRules(problems, warning -> {});
        rules.check(setting, key);
        Map<Setting, Value> together = new EnumMap<>(values);
        together.put(setting, new Value(key, "new"));
        rules.together(together);
        return problems;
    }

    /** A value that the caller cannot do without. */
    public String required(Setting setting) {
        String text = text(setting);
        if (text == null) {
            throw new ConfigurationException(
                    List.of(
                            setting.variable()
                                    + ": expected "
                                    + setting.meaning()
                                    + ", got nothing"
                                    + (KeyRules.isKey(setting) ? "; walnut init makes it" : "")));
        }
        return text;
    }

    public int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    public boolean flag(Setting setting) {
        return SettingChecks.flag(text(setting));
    }

    public Duration duration(Setting setting) {
        return SettingChecks.duration(text(setting));
    }

    public boolean given(Setting setting) {
        Value value = values.get(setting);
        return value != null && !value.origin().equals("default");
    }

    public Path dataDir() {
        return Path.of(text(Setting.DATA_DIR)).toAbsolutePath().normalize();
    }

    public Path database() {
        String path = text(Setting.DB_PATH);
        return path == null
                ? dataDir().resolve("walnut.db")
                : Path.of(path).toAbsolutePath().normalize();
    }

    /** Where routes, kamelets and the program lie; the working folder when nothing says so. */
    public Path home() {
        String home = text(Setting.HOME);
        return Path.of(home == null ? "." : home).toAbsolutePath().normalize();
    }

    public BasePath basePath() {
        return BasePath.of(text(Setting.BASE_PATH)).orElseThrow();
    }

    /** The texts of a list; none when it is not set. */
    public List<String> texts(Setting setting) {
        String text = text(setting);
        try {
            return text == null ? List.of() : List.copyOf(TextLists.read(text));
        } catch (Misfit unchecked) {
            throw new IllegalStateException(setting + " was not checked", unchecked);
        }
    }

    /** Keys come from the environment or from files that were named, never from the data folder. */
    public boolean production() {
        return text(Setting.ENV).equals(PRODUCTION);
    }

    public boolean development() {
        String env = text(Setting.ENV).toLowerCase(Locale.ROOT);
        return env.equals("dev") || env.equals("test");
    }
}
