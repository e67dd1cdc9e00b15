package io.github.walnut.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The values of all {@link StoredSetting}s: what stands outside, else what is stored, else the
 * default. Secrets are not among them, only whether one is stored. Reading never waits.
 */
public final class SettingsInForce {

    /** Where a value comes from. */
    public enum Origin {
        DEFAULT,
        STORED,
        FILE,
        ENVIRONMENT,
        SECRET_FILE
    }

    /**
     * @param value of the setting's shape; of a secret true when there is one; null when unset
     */
    public record Value(Object value, Origin origin) {}

    private record Listener(SettingGroup group, Runnable action) {}

    private final Configuration configuration;
    private final Consumer<String> warnings;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<StoredSetting, Value> values;

    /**
     * @param stored values by group; one that no longer fits is left out with a warning
     */
    public SettingsInForce(
            Configuration configuration,
            Map<SettingGroup, Map<String, Object>> stored,
            Consumer<String> warnings) {
        this.configuration = configuration;
        this.warnings = warnings;
        Map<StoredSetting, Value> all = new EnumMap<>(StoredSetting.class);
        for (SettingGroup group : SettingGroup.values()) {
            all.putAll(of(group, stored.getOrDefault(group, Map.of())));
        }
        values = all;
    }

    /** Puts other stored values of a group in force, then tells who listens to the group. */
    public synchronized void store(SettingGroup group, Map<String, Object> stored) {
        Map<StoredSetting, Value> all = new EnumMap<>(values);
        all.putAll(of(group, stored));
        values = all;
        listeners.stream().filter(l -> l.group() == group).forEach(l -> l.action().run());
    }

    /** The action runs after each change of the group, on the thread that makes it. */
    public void onChange(SettingGroup group, Runnable action) {
        listeners.add(new Listener(group, action));
    }

    /** What the group would have in force with these stored values. */
    public Map<StoredSetting, Value> of(SettingGroup group, Map<String, Object> stored) {
        Map<StoredSetting, Value> found = new EnumMap<>(StoredSetting.class);
        for (StoredSetting setting : group.settings()) {
            found.put(setting, value(setting, stored.get(setting.key())));
        }
        return found;
    }

    private Value value(StoredSetting setting, Object stored) {
        try {
            if (locked(setting)) {
                Configuration.Value outside = configuration.values().get(setting.outside());
                Object value = setting.secret() ? true : setting.shape().readText(outside.text());
                return new Value(value, origin(outside));
            }
            if (stored != null) {
                Object value = setting.secret() ? true : setting.shape().read(stored);
                return new Value(value, Origin.STORED);
            }
        } catch (Misfit misfit) {
            warnings.accept(
                    setting.group().word()
                            + "."
                            + setting.key()
                            + " does not fit and is left out: "
                            + misfit.getMessage());
        }
        return new Value(setting.otherwise(), Origin.DEFAULT);
    }

    private static Origin origin(Configuration.Value outside) {
        return switch (outside.origin()) {
            case "environment", "system property", "option" -> Origin.ENVIRONMENT;
            default -> secretFile(outside.origin()) ? Origin.SECRET_FILE : Origin.FILE;
        };
    }

    private static boolean secretFile(String origin) {
        return origin.equals("secret file") || origin.startsWith("file ");
    }

    /** It is given outside, and what is stored does not count. */
    public boolean locked(StoredSetting setting) {
        return setting.outside() != null && configuration.given(setting.outside());
    }

    /**
     * Reads values that somebody wants to store.
     *
     * @param faults get what is wrong
     * @return what fits, in its one form; null where the default is wanted
     */
    public static Map<String, Object> read(
            SettingGroup group, Map<String, Object> given, List<SettingFault> faults) {
        Map<String, Object> read = new LinkedHashMap<>();
        given.forEach(
                (key, value) -> {
                    StoredSetting setting =
                            group.settings().stream()
                                    .filter(known -> known.key().equals(key))
                                    .findFirst()
                                    .orElse(null);
                    if (setting == null) {
                        faults.add(
                                new SettingFault(
                                        "/" + key.replace("~", "~0").replace("/", "~1"),
                                        "unknown_key",
                                        group.word() + " has no key '" + key + "'"));
                        return;
                    }
                    try {
                        read.put(key, value == null ? null : setting.shape().read(value));
                    } catch (Misfit misfit) {
                        faults.add(SettingFault.of(setting, misfit));
                    }
                });
        return read;
    }

    /** What is wrong with values that fit one by one. */
    public List<SettingFault> together(Map<StoredSetting, Value> group) {
        List<SettingFault> faults = new ArrayList<>();
        new SettingRules(configuration.development()).check(group, faults);
        return faults;
    }

    /** What is wrong with those in force; stored or given before there was a rule for them. */
    public List<SettingFault> faults(SettingGroup group) {
        Map<StoredSetting, Value> present = new EnumMap<>(StoredSetting.class);
        group.settings().forEach(setting -> present.put(setting, of(setting)));
        return together(present);
    }

    /**
     * One line for each setting that does not go together with the others of its group because of
     * what stands outside. What people have stored can be put right while walNUT runs.
     */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (SettingGroup group : SettingGroup.values()) {
            if (used(group)) {
                List<SettingFault> stored = together(storedAlone(group));
                faults(group).stream()
                        .filter(fault -> !stored.contains(fault))
                        .forEach(fault -> problems.add(problem(group, fault)));
            }
        }
        return problems;
    }

    /** As it would be if nothing stood outside. */
    private Map<StoredSetting, Value> storedAlone(SettingGroup group) {
        Map<StoredSetting, Value> alone = new EnumMap<>(StoredSetting.class);
        for (StoredSetting setting : group.settings()) {
            Value value = of(setting);
            alone.put(
                    setting,
                    value.origin() == Origin.STORED
                            ? value
                            : new Value(setting.otherwise(), Origin.DEFAULT));
        }
        return alone;
    }

    /** Values that stand in the store and nowhere outside; of a secret null. */
    public Map<Setting, Object> stored() {
        Map<Setting, Object> stored = new EnumMap<>(Setting.class);
        values.forEach(
                (setting, value) -> {
                    if (setting.outside() != null && value.origin() == Origin.STORED) {
                        stored.put(setting.outside(), setting.secret() ? null : value.value());
                    }
                });
        return stored;
    }

    private boolean used(SettingGroup group) {
        return group != SettingGroup.MQTT || flag(StoredSetting.MQTT_ENABLED);
    }

    private static String problem(SettingGroup group, SettingFault fault) {
        return group.settings().stream()
                .filter(setting -> fault.pointer().equals("/" + setting.key()))
                .findFirst()
                .map(setting -> name(setting) + fault.message().substring(setting.key().length()))
                .orElse(fault.message());
    }

    private static String name(StoredSetting setting) {
        return setting.outside() == null
                ? setting.group().word() + "." + setting.key()
                : setting.outside().variable();
    }

    public Value of(StoredSetting setting) {
        return values.get(setting);
    }

    public Duration duration(StoredSetting setting) {
        return SettingChecks.duration(text(setting));
    }

    /** By which times of day are read. */
    public ZoneId zone() {
        String zone = text(StoredSetting.TIMEZONE);
        return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
    }

    public int number(StoredSetting setting) {
        return (Integer) of(setting).value();
    }

    public boolean flag(StoredSetting setting) {
        return (Boolean) of(setting).value();
    }

    /** Null when it is unset. */
    public String text(StoredSetting setting) {
        return (String) of(setting).value();
    }

    /** Objects whose members are in their one form. */
    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> records(StoredSetting setting) {
        return (List<Map<String, Object>>) of(setting).value();
    }

    /** An object whose keys people chose. */
    @SuppressWarnings("unchecked")
    public Map<String, Map<String, Object>> keyed(StoredSetting setting) {
        return (Map<String, Map<String, Object>>) of(setting).value();
    }

    @SuppressWarnings("unchecked")
    public List<String> texts(StoredSetting setting) {
        return (List<String>) of(setting).value();
    }
}
