package io.github.walnut.app;

import io.github.walnut.api.Arming;
import io.github.walnut.api.SettingsControl;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.SettingFault;
import io.github.walnut.config.SettingGroup;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.config.StoredSetting;
import io.github.walnut.config.WebhookRecord;
import io.github.walnut.store.AuditScope;
import io.github.walnut.store.Database;
import io.github.walnut.store.Secrets;
import io.github.walnut.store.SettingsRepository;
import io.github.walnut.ups.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored settings: kept, sealed where they are secret, and put in force. */
final class SettingsDesk implements SettingsControl {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsDesk.class);
    private static final String ARMING = "arming";

    private final Configuration configuration;
    private final Database database;
    private final SettingsRepository repository;
    private final Secrets secrets;
    private final SettingsInForce inForce;
    private final WebhookSecrets hookSecrets;
    private final Map<
                    SettingGroup,
                    Function<Map<StoredSetting, SettingsInForce.Value>, List<SettingFault>>>
            rules = new EnumMap<>(SettingGroup.class);
    private final Map<
                    SettingGroup,
                    Function<Map<StoredSetting, SettingsInForce.Value>, List<SettingFault>>>
            advisers = new EnumMap<>(SettingGroup.class);
    private final Map<StoredSetting, UnaryOperator<Object>> views =
            new EnumMap<>(StoredSetting.class);
    private Arming arming;
    private BiConsumer<String, Integer> changed = (group, version) -> {};
    private BiFunction<SettingGroup, Map<String, Object>, List<SettingFault>> wall =
            (group, values) -> List.of();

    SettingsDesk(
            Configuration configuration,
            Database database,
            SettingsRepository repository,
            Secrets secrets,
            Clock clock) {
        this.configuration = configuration;
        this.database = database;
        this.repository = repository;
        this.secrets = secrets;
        Map<SettingGroup, Map<String, Object>> stored = new EnumMap<>(SettingGroup.class);
        for (SettingGroup group : SettingGroup.values()) {
            stored.put(group, stored(group.word()));
        }
        this.inForce = new SettingsInForce(configuration, stored, LOG::warn);
        this.hookSecrets = new WebhookSecrets(secrets, clock);
        hookSecrets.load(hooks());
    }

    /** The hooks in force, whether they are enabled or not. */
    List<WebhookRecord> hooks() {
        return inForce.records(StoredSetting.WEBHOOKS_RECORDS).stream()
                .map(WebhookRecord::of)
                .toList();
    }

    @SuppressWarnings("unchecked")
    static List<WebhookRecord> hooks(Map<StoredSetting, SettingsInForce.Value> values) {
        Object records = values.get(StoredSetting.WEBHOOKS_RECORDS).value();
        return ((List<Map<String, Object>>) records).stream().map(WebhookRecord::of).toList();
    }

    /** The secrets that prove calls of hooks. */
    WebhookSecrets hookSecrets() {
        return hookSecrets;
    }

    /** A new secret for the hook, in the store and in force; empty when it has none. */
    synchronized Optional<WebhookSecrets.Rotated> rotate(String hook) {
        Optional<WebhookSecrets.Rotated> made = database.together(() -> hookSecrets.rotate(hook));
        hookSecrets.load(hooks());
        return made;
    }

    /** What the other rooms read, and where they hear of changes. */
    SettingsInForce inForce() {
        return inForce;
    }

    /** The global switch is shown among the groups; it is changed by its own operations. */
    void show(Arming present) {
        arming = present;
    }

    /** What besides the settings' own rules is asked before values are tried or stored. */
    void guard(BiFunction<SettingGroup, Map<String, Object>, List<SettingFault>> faults) {
        wall = faults;
    }

    /** What else a group must be, by those who know what it names. */
    void require(
            SettingGroup group,
            Function<Map<StoredSetting, SettingsInForce.Value>, List<SettingFault>> rule) {
        rules.put(group, rule);
    }

    /** Who says of a group what is allowed and yet does not do what it should. */
    void advise(
            SettingGroup group,
            Function<Map<StoredSetting, SettingsInForce.Value>, List<SettingFault>> adviser) {
        advisers.put(group, adviser);
    }

    @Override
    public List<SettingFault> advice(String name) {
        return SettingGroup.of(name)
                .filter(advisers::containsKey)
                .map(group -> advisers.get(group).apply(inForce.of(group, stored(name))))
                .orElse(List.of());
    }

    /** A setting is shown with what others add to it. */
    void show(StoredSetting setting, UnaryOperator<Object> view) {
        views.put(setting, view);
    }

    /** Who hears of each change, with the group's new version. */
    void onChange(BiConsumer<String, Integer> listener) {
        changed = listener;
    }

    /** The secret in force; the caller wipes it. */
    Optional<char[]> secret(StoredSetting setting) {
        return inForce.locked(setting)
                ? Optional.of(configuration.text(setting.outside()).toCharArray())
                : secrets.open(secretName(setting));
    }

    private static String secretName(StoredSetting setting) {
        return "settings/" + setting.group().word() + "/" + setting.key();
    }

    private Map<String, Object> stored(String group) {
        return repository.find(group).map(SettingsRepository.Group::values).orElse(Map.of());
    }

    private int version(String group) {
        return 1 + repository.find(group).map(SettingsRepository.Group::version).orElse(0);
    }

    @Override
    public List<Group> groups() {
        return Stream.concat(
                        Stream.of(ARMING), Stream.of(SettingGroup.values()).map(SettingGroup::word))
                .sorted()
                .flatMap(name -> group(name).stream())
                .toList();
    }

    @Override
    public Optional<Group> group(String name) {
        if (name.equals(ARMING)) {
            return Optional.ofNullable(arming).map(this::switched);
        }
        return SettingGroup.of(name)
                .map(group -> shown(group, inForce.of(group, stored(name)), version(name)));
    }

    private Group switched(Arming present) {
        Arming.State state = present.state();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("armed", state.armed());
        values.put("reason", state.reason());
        values.put("changed_at", state.changedAt());
        values.put("changed_by", state.changedBy());
        Map<String, String> origin = new LinkedHashMap<>();
        values.keySet().forEach(key -> origin.put(key, "stored"));
        return new Group(
                ARMING,
                false,
                version(ARMING),
                values,
                origin,
                List.copyOf(values.keySet()),
                List.of());
    }

    private Group shown(
            SettingGroup group, Map<StoredSetting, SettingsInForce.Value> found, int version) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> origin = new LinkedHashMap<>();
        found.forEach(
                (setting, value) -> {
                    values.put(setting.key(), shown(setting, value.value()));
                    origin.put(setting.key(), value.origin().name().toLowerCase(Locale.ROOT));
                });
        return new Group(
                group.word(),
                group.forAdmins(),
                version,
                values,
                origin,
                keys(group.settings().stream().filter(inForce::locked)),
                keys(
                        group.settings().stream()
                                .filter(s -> s.effect() == StoredSetting.Effect.AT_RESTART)));
    }

    private Object shown(StoredSetting setting, Object value) {
        if (setting == StoredSetting.WEBHOOKS_RECORDS) {
            return hookSecrets.shown(inForce.records(setting));
        }
        return setting.secret()
                ? Map.of("set", value != null)
                : views.getOrDefault(setting, UnaryOperator.identity()).apply(value);
    }

    private static List<String> keys(Stream<StoredSetting> settings) {
        return settings.map(StoredSetting::key).toList();
    }

    /**
     * What would be in force with other values; nothing is stored.
     *
     * @param given by key, read by this
     */
    Map<StoredSetting, SettingsInForce.Value> tried(SettingGroup group, Map<String, Object> given) {
        List<SettingFault> faults = new ArrayList<>();
        Map<String, Object> read = SettingsInForce.read(group, given, faults);
        if (!faults.isEmpty()) {
            throw new RefusedException(faults);
        }
        Map<StoredSetting, SettingsInForce.Value> values =
                inForce.of(
                        group,
                        SettingChange.of(inForce, group, stored(group.word()), read, false)
                                .after());
        faults.addAll(inForce.together(values));
        faults.addAll(wall.apply(group, read));
        if (!faults.isEmpty()) {
            throw new RefusedException(faults);
        }
        return values;
    }

    @Override
    public synchronized Changed change(
            String name, Map<String, Object> given, boolean whole, Integer version, String actor) {
        SettingGroup group =
                SettingGroup.of(name)
                        .orElseThrow(
                                () ->
                                        new LockedException(
                                                "Arming is changed by /api/system/arm and disarm"));
        int present = version(name);
        if (version != null && version != present) {
            throw new StaleException(present);
        }
        List<SettingFault> faults = new ArrayList<>();
        Map<String, Object> read = SettingsInForce.read(group, given, faults);
        if (!faults.isEmpty()) {
            throw new RefusedException(faults);
        }
        SettingChange change = SettingChange.of(inForce, group, stored(name), read, whole);
        Map<String, Object> after = change.after();
        Map<StoredSetting, SettingsInForce.Value> values = inForce.of(group, after);
        faults.addAll(inForce.together(values));
        faults.addAll(wall.apply(group, read));
        faults.addAll(rules.getOrDefault(group, all -> List.of()).apply(values));
        if (!faults.isEmpty()) {
            throw new RefusedException(faults);
        }
        Map<String, Object> diff = change.diff();
        Map<String, String> made = Map.of();
        if (!diff.isEmpty()) {
            AuditScope.tell(diff);
            made = database.together(() -> save(group, after, read, present - 1, actor));
            inForce.store(group, after);
            if (group == SettingGroup.WEBHOOKS) {
                hookSecrets.load(hooks());
            }
            changed.accept(name, present + 1);
        }
        return new Changed(group(name).orElseThrow(), diff, made);
    }

    /** What was made for it. */
    private Map<String, String> save(
            SettingGroup group,
            Map<String, Object> after,
            Map<String, Object> read,
            int stored,
            String actor) {
        for (StoredSetting setting : group.settings()) {
            if (setting.secret() && read.containsKey(setting.key())) {
                if (read.get(setting.key()) instanceof String secret) {
                    secrets.put(secretName(setting), secret.toCharArray());
                } else {
                    secrets.delete(secretName(setting));
                }
            }
        }
        repository.save(group.word(), after, stored, actor);
        return group == SettingGroup.WEBHOOKS
                ? hookSecrets.settle(hooks(inForce.of(group, after)))
                : Map.of();
    }
}
