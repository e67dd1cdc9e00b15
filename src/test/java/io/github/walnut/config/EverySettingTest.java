package io.github.walnut.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setting by itself: it is read from every source, the strongest wins and is named. */
class EverySettingTest {

    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();
    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void useOwnFolder() {
        environment.put("WALNUT_CONFIG_DIR", folder.toString());
    }

    /** Those with a default, which is a good value wherever it stands. */
    static Stream<Setting> plain() {
        return Stream.of(Setting.values())
                .filter(setting -> setting.otherwise() != null && !setting.secret())
                .filter(setting -> setting.property().startsWith("walnut."))
                .filter(setting -> setting != Setting.CONFIG_DIR);
    }

    static Stream<Setting> secrets() {
        return Stream.of(Setting.DB_KEY, Setting.JWT_SECRET);
    }

    private Configuration.Value read(Setting setting) {
        return new ConfigurationReader(environment, system, warnings::add)
                .read(Map.of())
                .values()
                .get(setting);
    }

    @ParameterizedTest
    @MethodSource("plain")
    @Requirement("OPS-2")
    void the_strongest_source_wins_and_is_named(Setting setting) throws IOException {
        String value = setting.otherwise();
        assertThat(read(setting).origin()).isEqualTo("default");

        Path file = folder.resolve("application.properties");
        Files.writeString(file, setting.property() + "=" + value + "\n");
        assertThat(read(setting).origin()).isEqualTo(file.toString());

        environment.put(setting.variable(), value);
        assertThat(read(setting).origin()).isEqualTo("environment");

        system.setProperty(setting.property(), value);
        assertThat(read(setting).origin()).isEqualTo("system property");
        assertThat(read(setting).text()).isEqualTo(value);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("secrets")
    @Requirement("OPS-3")
    void a_secret_has_a_file_whose_last_line_end_does_not_count(Setting setting)
            throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "kK0-1xY9_k".repeat(4) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        environment.put(setting.variable() + "_FILE", file.toString());
        assertThat(read(setting).text()).isEqualTo("kK0-1xY9_k".repeat(4));
        assertThat(read(setting).origin()).contains(file.toString());
    }

    @Test
    @Requirement("OPS-2")
    void there_are_many_and_no_two_share_a_name() {
        assertThat(plain()).hasSizeGreaterThan(30);
        assertThat(Stream.of(Setting.values()).map(Setting::variable)).doesNotHaveDuplicates();
        assertThat(Stream.of(Setting.values()).map(Setting::property)).doesNotHaveDuplicates();
    }
}
