package io.github.walnut.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.config.Configuration;
import io.github.walnut.config.ConfigurationReader;
import io.github.walnut.config.Setting;
import io.github.walnut.config.SettingsInForce;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PolicyCheckTest {
    private static final String JSON = "application/json";

    @Test
    @Requirement("POL-83")
    void without_format_1_only_what_is_stored_still_reads_in_it() throws IOException {
        String first = Files.readString(Path.of("src/test/resources/policies/v1/example-a.json"));
        PolicyCheck check =
                check(
                        Map.of(
                                "WALNUT_CONFIG_DIR",
                                "/nonexistent",
                                "WALNUT_POLICY_V1_ENABLED",
                                "false"));

        assertThat(check.read(first, JSON, null).policy().name()).isEqualTo("Shed test VMs");
        for (PolicyReading refused :
                List.of(check.submitted(first, JSON, null), check.forSaving(first, JSON, null))) {
            assertThat(refused.policy()).isNull();
            assertThat(refused.findings())
                    .extracting(Finding::pointer, Finding::code)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("/version", "format_1_disabled"));
        }
        assertThat(check.submitted("{\"trigger_group\": {}}", JSON, null).findings().get(0).code())
                .isEqualTo("format_1_disabled");
        assertThat(check.submitted(second(), "application/yaml", null).policy()).isNotNull();
    }

    @Test
    @Requirement("POL-83")
    void both_formats_are_taken_unless_one_is_switched_off() throws IOException {
        String first = Files.readString(Path.of("src/test/resources/policies/v1/example-a.json"));

        assertThat(
                        check(Map.of("WALNUT_CONFIG_DIR", "/nonexistent"))
                                .submitted(first, JSON, null)
                                .policy())
                .isNotNull();
    }

    private static String second() throws IOException {
        return Files.readString(Path.of("src/test/resources/policies/v2/example-a.yaml"));
    }

    private static PolicyCheck check(Map<String, String> environment) {
        Configuration configuration =
                new ConfigurationReader(environment, new Properties(), warning -> {})
                        .read(Map.of());
        return new PolicyCheck(
                new FakeInventory(),
                List::of,
                (name, self) -> false,
                configuration.flag(Setting.POLICY_V1_ENABLED),
                new SettingsInForce(configuration, Map.of(), warning -> {}),
                io.github.walnut.policy.LearnedTimes.NONE,
                new OwnTests(new FakeInventory(), new SystemClock(), java.time.ZoneOffset.UTC),
                List.of());
    }
}
