package io.github.walnut.config;

import io.github.walnut.config.Configuration.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads the settings: default, properties in the jar, in the configuration folder and its conf.d,
 * environment, files named by {@code …_FILE}, system properties, options of the command line; later
 * ones win. A file of variables counts as environment that the real one overrides.
 */
public final class ConfigurationReader {

    private static final String LOGGER = Setting.LOG_LEVEL.property() + ".";

    private final Map<String, String> environment;
    private final Properties system;
    private final Consumer<String> warnings;
    private final List<String> problems = new ArrayList<>();
    private final SettingChecks checks = new SettingChecks(problems);
    private final KeyRules keys;
    private Path secretsFolder = Path.of("/run/secrets");
    private EnvFile file = EnvFile.NONE;

    private record Found(String variable, String text, String origin) {}

    public ConfigurationReader(
            Map<String, String> environment, Properties system, Consumer<String> warnings) {
        this.environment = environment;
        this.system = system;
        this.warnings = warnings;
        this.keys = new KeyRules(problems, warnings);
    }

    /**
     * Variables from a file of lines {@code NAME=value}; other names in it are nobody's business.
     *
     * @throws ConfigurationException when it cannot be read
     */
    public ConfigurationReader with(Path envFile) {
        file = EnvFile.read(envFile);
        return this;
    }

    /**
     * @param options of the command line; they win over everything
     * @throws ConfigurationException with every bad value
     */
    public Configuration read(Map<Setting, String> options) {
        problems.clear();
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        Map<String, String> loggers = new TreeMap<>();
        for (Setting setting : Setting.values()) {
            put(values, setting, setting.otherwise(), "default");
        }
        properties(values, loggers);
        for (Setting setting : Setting.values()) {
            variable(setting)
                    .ifPresent(found -> put(values, setting, found.text(), found.origin()));
            valueFile(values, setting);
        }
        take(values, loggers, system, "system property");
        options.forEach((setting, text) -> put(values, setting, text, "option"));
        developmentKey(values);
        keysFile(values);
        unknownVariables();
        values.forEach(checks::check);
        values.entrySet().stream()
                .filter(each -> KeyRules.isKey(each.getKey()))
                .filter(each -> !standsIn(values, each.getKey()))
                .forEach(each -> keys.check(each.getKey(), each.getValue().text()));
        keys.together(values);
        loggers.forEach((logger, level) -> checks.level(LOGGER + logger, level));
        checks.together(values);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new Configuration(values, loggers);
    }

    /**
     * One setting as it is written on this machine, or null: unchecked, and without a word about
     * others, for those who only look for the server.
     */
    public String only(Setting setting) {
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        Map<String, String> loggers = new TreeMap<>();
        put(values, setting, setting.otherwise(), "default");
        properties(values, loggers);
        variable(setting).ifPresent(found -> put(values, setting, found.text(), found.origin()));
        take(values, loggers, system, "system property");
        Value value = values.get(setting);
        return value == null ? null : value.text();
    }

    private static void put(
            Map<Setting, Value> values, Setting setting, String text, String origin) {
        if (text != null && !text.isEmpty()) {
            values.put(setting, new Value(text, origin));
        }
    }

    private Optional<Found> variable(Setting setting) {
        return Names.variables(setting).flatMap(name -> find(name).stream()).findFirst();
    }

    /** An empty variable is as good as none. */
    private Optional<Found> find(String name) {
        String text = environment.getOrDefault(name, "");
        if (!text.isEmpty()) {
            return Optional.of(new Found(name, text, "environment"));
        }
        return Optional.ofNullable(file.variables().get(name))
                .filter(value -> !value.isEmpty())
                .map(value -> new Found(name, value, file.path().toString()));
    }

    private void properties(Map<Setting, Value> values, Map<String, String> loggers) {
        try (InputStream jar =
                ConfigurationReader.class.getResourceAsStream("/walnut.properties")) {
            if (jar != null) {
                Properties properties = new Properties();
                properties.load(jar);
                take(values, loggers, properties, "jar");
            }
        } catch (IOException e) {
            throw new IllegalStateException("walnut.properties in the jar: " + e.getMessage(), e);
        }
        Path config = folder();
        propertyFile(values, loggers, config.resolve("application.properties"));
        Path more = config.resolve("conf.d");
        if (Files.isDirectory(more)) {
            try (Stream<Path> files = Files.list(more)) {
                files.filter(each -> each.toString().endsWith(".properties"))
                        .sorted()
                        .forEach(each -> propertyFile(values, loggers, each));
            } catch (IOException e) {
                problems.add(more + ": " + e.getMessage());
            }
        }
    }

    private Path folder() {
        String property = system.getProperty(Setting.CONFIG_DIR.property());
        return Path.of(
                property != null
                        ? property
                        : variable(Setting.CONFIG_DIR)
                                .map(Found::text)
                                .orElse(Setting.CONFIG_DIR.otherwise()));
    }

    private void propertyFile(
            Map<Setting, Value> values, Map<String, String> loggers, Path propertyFile) {
        if (!Files.exists(propertyFile)) {
            return;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(propertyFile)) {
            properties.load(reader);
            take(values, loggers, properties, propertyFile.toString());
        } catch (IOException | IllegalArgumentException e) {
            problems.add(propertyFile + ": " + e.getMessage());
        }
    }

    private void take(
            Map<Setting, Value> values,
            Map<String, String> loggers,
            Properties properties,
            String origin) {
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            Setting known = Names.property(name);
            if (known != null) {
                put(values, known, properties.getProperty(name), origin);
            } else if (name.startsWith(LOGGER)) {
                loggers.put(name.substring(LOGGER.length()), properties.getProperty(name));
            } else if (servesFiles(name)) {
                refuseFiles(name, properties.getProperty(name), origin);
            } else if (name.startsWith("walnut.")) {
                unknown(name, name + " (" + origin + ")", Names.nearestProperty(name));
            }
        }
    }

    /** An option of Camel's under which it serves whatever lies in the working directory. */
    private static boolean servesFiles(String name) {
        return name.replaceAll("[._-]", "").equalsIgnoreCase("camelserverstaticenabled");
    }

    private void refuseFiles(String name, String value, String origin) {
        if (!value.strip().equalsIgnoreCase("false")) {
            problems.add(
                    name
                            + " ("
                            + origin
                            + "): expected false, since no files but the console's are served");
        }
    }

    private void valueFile(Map<Setting, Value> values, Setting setting) {
        if (!setting.file()) {
            return;
        }
        Optional<Found> named =
                Names.variables(setting).flatMap(name -> find(name + "_FILE").stream()).findFirst();
        Path docker = setting.dockerSecret(secretsFolder);
        if (named.isPresent()) {
            variable(setting)
                    .ifPresent(
                            found ->
                                    warnings.accept(
                                            found.variable()
                                                    + " and "
                                                    + named.get().variable()
                                                    + " are both set; the file wins"));
            readInto(values, setting, Path.of(named.get().text()), named.get().variable());
        } else if (docker != null && Files.exists(docker)) {
            readInto(values, setting, docker, docker.toString());
        }
    }

    /** Whoever mounts secrets there answers for their modes. */
    ConfigurationReader secretsIn(Path folder) {
        secretsFolder = folder;
        return this;
    }

    private void readInto(Map<Setting, Value> values, Setting setting, Path path, String variable) {
        try {
            String text = Files.readString(path).replaceFirst("\\r?\\n$", "");
            if (KeyRules.isKey(setting)) {
                if (!path.startsWith(secretsFolder)) {
                    keys.file(variable, path);
                }
                values.put(setting, new Value(text, "file " + path));
            } else {
                put(values, setting, text, "file " + path);
            }
        } catch (IOException e) {
            problems.add(variable + ": expected a readable file, got " + path);
        }
    }

    /** A key for a scratch database, where nobody has given the real one. */
    private static void developmentKey(Map<Setting, Value> values) {
        Value key = values.get(Setting.DB_KEY_DEV);
        String env = values.get(Setting.ENV).text().toLowerCase(Locale.ROOT);
        if (key != null
                && !values.containsKey(Setting.DB_KEY)
                && (env.equals("dev") || env.equals("test"))) {
            values.put(Setting.DB_KEY, key);
        }
    }

    /** The keys of the data folder itself, for those that come from nowhere else. */
    private void keysFile(Map<Setting, Value> values) {
        Path keysFile =
                KeysFile.in(
                        Path.of(values.get(Setting.DATA_DIR).text()).toAbsolutePath().normalize());
        List<Setting> missing =
                Stream.of(Setting.DB_KEY, Setting.JWT_SECRET)
                        .filter(key -> !values.containsKey(key))
                        .toList();
        if (missing.isEmpty() || production(values) || !Files.exists(keysFile)) {
            return;
        }
        try {
            keys.file(keysFile.toString(), keysFile);
            Map<Setting, String> found = KeysFile.read(keysFile);
            missing.forEach(key -> put(values, key, found.get(key), KeysFile.origin(keysFile)));
        } catch (ConfigurationException e) {
            problems.addAll(e.problems());
        } catch (IOException e) {
            problems.add(keysFile + ": " + e.getMessage());
        }
    }

    private static boolean production(Map<Setting, Value> values) {
        return values.get(Setting.ENV).text().equals(Configuration.PRODUCTION);
    }

    /** What was copied from another setting is checked under the name that it was given by. */
    private static boolean standsIn(Map<Setting, Value> values, Setting setting) {
        return setting == Setting.DB_KEY
                && values.get(Setting.DB_KEY) == values.get(Setting.DB_KEY_DEV);
    }

    /** A file of variables serves others too; only what is surely meant for walNUT is looked at. */
    private void unknownVariables() {
        for (String name : new TreeSet<>(environment.keySet())) {
            if (servesFiles(name)) {
                refuseFiles(name, environment.get(name), "environment");
            }
            if (name.startsWith("WALNUT_") && !Names.isVariable(name)) {
                find(name).ifPresent(f -> unknown(name, name, Names.nearestVariable(name)));
            }
        }
        for (String name : new TreeSet<>(file.variables().keySet())) {
            if (!environment.containsKey(name) && !Names.isVariable(name)) {
                find(name).ifPresent(f -> refuse(name, name));
            }
        }
    }

    private void unknown(String name, String shown, String nearest) {
        if (!refuse(name, shown)) {
            warnings.accept(shown + " is unknown; did you mean " + nearest + "?");
        }
    }

    private boolean refuse(String name, String shown) {
        Optional<Unsupported> unsupported = Unsupported.of(name);
        unsupported.ifPresent(
                each ->
                        problems.add(
                                shown
                                        + ": not supported by this version ("
                                        + each.feature()
                                        + ")"));
        return unsupported.isPresent();
    }
}
