package io.github.walnut.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.config.SettingsInForce.Origin;
import io.github.walnut.config.SettingsInForce.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsInForceTest {

    private final List<String> warnings = new ArrayList<>();

    private SettingsInForce settings(
            Map<String, String> environment, Map<SettingGroup, Map<String, Object>> stored) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("WALNUT_CONFIG_DIR", "/nonexistent");
        return new SettingsInForce(
                new ConfigurationReader(all, new Properties(), warnings::add).read(Map.of()),
                stored,
                warnings::add);
    }

    @Test
    @Requirement({"OPS-2", "API-70"})
    void what_stands_outside_wins_over_what_is_stored_and_that_over_the_default(
            @TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("application.properties"), "walnut.poll.fast-interval=2s\n");
        Path secret = Files.writeString(folder.resolve("secret"), "from a file\n");
        SettingsInForce settings =
                settings(
                        Map.of(
                                "WALNUT_CONFIG_DIR",
                                folder.toString(),
                                "WALNUT_POLL_INTERVAL",
                                "90",
                                "WALNUT_DATA_RETENTION_HOURS",
                                "36",
                                "WALNUT_MQTT_PASSWORD_FILE",
                                secret.toString()),
                        Map.of(
                                SettingGroup.POLLING,
                                Map.of(
                                        "poll_interval", "7s",
                                        "fast_interval", "3s",
                                        "dead_time", "20s")));

        assertThat(settings.of(StoredSetting.POLL_INTERVAL))
                .isEqualTo(new Value("1m30s", Origin.ENVIRONMENT));
        assertThat(settings.of(StoredSetting.FAST_INTERVAL))
                .isEqualTo(new Value("2s", Origin.FILE));
        assertThat(settings.of(StoredSetting.DEAD_TIME)).isEqualTo(new Value("20s", Origin.STORED));
        assertThat(settings.of(StoredSetting.OUTAGE_MERGE))
                .isEqualTo(new Value("1m", Origin.DEFAULT));
        assertThat(settings.of(StoredSetting.KEEP_SAMPLES))
                .isEqualTo(new Value("1d12h", Origin.ENVIRONMENT));
        assertThat(settings.of(StoredSetting.MQTT_PASSWORD))
                .isEqualTo(new Value(true, Origin.SECRET_FILE));
        assertThat(settings.duration(StoredSetting.POLL_INTERVAL))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.locked(StoredSetting.POLL_INTERVAL)).isTrue();
        assertThat(settings.locked(StoredSetting.DEAD_TIME)).isFalse();
    }

    @Test
    void a_change_is_in_force_before_its_listeners_run_and_others_hear_nothing() {
        SettingsInForce settings = settings(Map.of(), Map.of());
        List<String> heard = new ArrayList<>();
        settings.onChange(
                SettingGroup.POLLING, () -> heard.add(settings.text(StoredSetting.DEAD_TIME)));
        settings.onChange(SettingGroup.SECURITY, () -> heard.add("security"));

        settings.store(SettingGroup.POLLING, Map.of("dead_time", "40s"));

        assertThat(heard).containsExactly("40s");
    }

    @Test
    void a_stored_value_that_no_longer_fits_gives_way_to_the_default_with_a_warning() {
        SettingsInForce settings =
                settings(
                        Map.of(),
                        Map.of(SettingGroup.EXECUTION, Map.of("max_concurrent_actions", 5000)));

        assertThat(settings.number(StoredSetting.MAX_CONCURRENT)).isEqualTo(10);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("execution.max_concurrent_actions", "1 to 1000");
    }

    @ParameterizedTest
    @Requirement({"API-70", "SEC-51"})
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POLLING   | poll_interval          | 5                  | value
                    POLLING   | poll_interval          | 2h                 | value
                    POLLING   | poll_interval          | soon               | value
                    EXECUTION | max_concurrent_actions | ten                | type
                    EXECUTION | preflight_at           | 24:00              | value
                    EXECUTION | timezone               | Mars/Olympus       | value
                    EXECUTION | colour                 | red                | unknown_key
                    MQTT      | url                    | http://broker      | value
                    MQTT      | url                    | tcp://{{env:HOME}} | value
                    MQTT      | username               | ${x}               | value
                    MQTT      | username               | #bean:x            | value
                    MQTT      | base_topic             | a/#                | value
                    MQTT      | enabled                | yes                | type
                    SECURITY  | allowed_origins        | https://a.example  | type
                    UI        | default_locale         | de                 | value
                    UI        | site_name              | ${x}               | value
                    """)
    void a_value_that_does_not_fit_is_refused_with_its_pointer(
            SettingGroup group, String key, String value, String code) {
        List<SettingFault> faults = new ArrayList<>();

        assertThat(SettingsInForce.read(group, Map.of(key, value), faults)).doesNotContainKey(key);

        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).pointer()).isEqualTo("/" + key);
        assertThat(faults.get(0).code()).isEqualTo(code);
    }

    @Test
    @Requirement("SEC-22")
    void no_other_origin_is_allowed_unless_somebody_lists_it() {
        assertThat(settings(Map.of(), Map.of()).texts(StoredSetting.ALLOWED_ORIGINS)).isEmpty();
    }

    @ParameterizedTest
    @Requirement("SEC-22")
    @CsvSource({
        "https://walnut.example, true",
        "http://localhost:3000, true",
        "*, false",
        "null, false",
        "walnut.example, false",
        "https://walnut.example/, false",
        "https://walnut.example/path, false",
        "https://*.example, false",
        "https://me@walnut.example, false",
        "ftp://walnut.example, false"
    })
    void only_exact_origins_are_allowed(String origin, boolean good) {
        List<SettingFault> faults = new ArrayList<>();
        SettingsInForce.read(
                SettingGroup.SECURITY, Map.of("allowed_origins", List.of(origin)), faults);
        assertThat(faults.isEmpty()).isEqualTo(good);

        Map<String, String> environment = Map.of("WALNUT_ALLOWED_ORIGINS", "[\"" + origin + "\"]");
        if (good) {
            assertThat(settings(environment, Map.of()).texts(StoredSetting.ALLOWED_ORIGINS))
                    .containsExactly(origin);
        } else {
            assertThatThrownBy(() -> settings(environment, Map.of()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("WALNUT_ALLOWED_ORIGINS");
        }
    }

    @Test
    @Requirement("SEC-22")
    void allowed_origins_outside_are_a_json_array() {
        assertThatThrownBy(
                        () ->
                                settings(
                                        Map.of(
                                                "WALNUT_ALLOWED_ORIGINS",
                                                "https://a.example,https://b.example"),
                                        Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("WALNUT_ALLOWED_ORIGINS: expected a JSON array of texts");
    }

    @Test
    void values_that_do_not_go_together_are_found() {
        SettingsInForce settings = settings(Map.of(), Map.of());

        assertThat(
                        settings.together(
                                settings.of(
                                        SettingGroup.SECURITY,
                                        Map.of("session_idle", "2d", "session_max", "1d"))))
                .extracting(SettingFault::pointer)
                .containsExactly("/session_idle");
        assertThat(settings.together(settings.of(SettingGroup.MQTT, Map.of("password", true))))
                .extracting(SettingFault::pointer)
                .containsExactly("/password");
    }

    @Test
    @Requirement("OPS-3")
    void only_what_stands_outside_is_a_problem_of_the_start() {
        Map<SettingGroup, Map<String, Object>> stored =
                Map.of(SettingGroup.BACKUP, Map.of("schedule", "@daily"));
        assertThat(settings(Map.of("WALNUT_BACKUP_DIR", "/backups"), stored).problems()).isEmpty();
        assertThat(settings(Map.of("WALNUT_BACKUP_SCHEDULE", "@daily"), Map.of()).problems())
                .containsExactly("WALNUT_BACKUP_PASSPHRASE: a schedule needs a passphrase");
        assertThat(
                        settings(
                                        Map.of("WALNUT_BACKUP_SCHEDULE", "@daily"),
                                        Map.of(SettingGroup.BACKUP, Map.of("passphrase", true)))
                                .problems())
                .isEmpty();
    }

    @Test
    void every_default_is_a_value_that_may_be_stored() throws Exception {
        Set<String> names = new HashSet<>();
        for (StoredSetting setting : StoredSetting.values()) {
            assertThat(names.add(setting.group() + "." + setting.key())).isTrue();
            if (setting.otherwise() != null) {
                assertThat(setting.shape().read(setting.otherwise()))
                        .isEqualTo(setting.otherwise());
            }
            if (setting.outside() != null && setting.outside().otherwise() != null) {
                assertThat(setting.shape().readText(setting.outside().otherwise()))
                        .as(setting.name())
                        .isEqualTo(setting.otherwise());
            }
        }
    }

    @Test
    @Requirement("API-70")
    void the_reference_lists_every_stored_setting() throws IOException {
        assertThat(
                        Files.readAllLines(Path.of("docs/reference/settings.md")).stream()
                                .filter(
                                        line ->
                                                line.matches(
                                                        "(\\| `[^`]+` ){2}\\| .* \\| (at once|restart) \\| .*"))
                                .toList())
                .containsExactlyElementsOf(
                        Arrays.stream(StoredSetting.values())
                                .map(SettingsInForceTest::row)
                                .toList());
    }

    private static String row(StoredSetting setting) {
        return "| `%s` | `%s` | %s | %s | %s | %s |"
                .formatted(
                        setting.group().word(),
                        setting.key(),
                        setting.secret()
                                ? "secret"
                                : setting.otherwise() == null ? "–" : setting.otherwise(),
                        setting.outside() == null ? "–" : "`" + setting.outside().variable() + "`",
                        setting.effect() == StoredSetting.Effect.AT_ONCE ? "at once" : "restart",
                        setting.meaning());
    }
}
