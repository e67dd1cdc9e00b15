package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostConfigsTest {

    private static HostConfigs configs;

    @BeforeAll
    static void load() throws Exception {
        configs = new HostConfigs(TypeRegistry.load(Path.of("kamelets"), Catalogue.load()));
    }

    @Test
    @Requirement("INT-16")
    void defaults_are_filled_in() {
        HostConfigs.Checked checked =
                check(Map.of("host", "10.0.0.5", "username", "ops"), Map.of("password", "x"));

        assertThat(checked.errors()).isEmpty();
        assertThat(checked.config())
                .containsEntry("port", 22)
                .containsEntry("os", "auto")
                .doesNotContainKey("password");
    }

    @Test
    @Requirement("INT-16")
    void all_errors_come_with_their_pointers() {
        HostConfigs.Checked checked =
                check(Map.of("host", "a b", "port", 70000, "colour", "red"), Map.of("pin", "1"));

        assertThat(checked.errors())
                .extracting(InputError::pointer)
                .contains(
                        "/config/host",
                        "/config/port",
                        "/config/colour",
                        "/config/username",
                        "/secrets/pin");
    }

    @Test
    @Requirement("INT-8")
    void a_secret_among_the_configuration_is_refused() {
        assertThat(check(Map.of("host", "h", "username", "u", "password", "p"), Map.of()).errors())
                .extracting(InputError::pointer)
                .containsExactly("/config/password");
    }

    @ParameterizedTest
    @Requirement({"INT-9", "SEC-51"})
    @ValueSource(
            strings = {
                "{{env:KEY}}",
                "${env.KEY}",
                "RAW(x)",
                "resource:file:/etc/passwd",
                "#bean",
                "a\tb"
            })
    void a_text_that_a_template_language_would_read_is_refused(String text) {
        assertThat(check(Map.of("host", "h", "username", text), Map.of()).errors())
                .extracting(InputError::pointer)
                .contains("/config/username");
        Map<String, Object> config = new HashMap<>(Map.of("host", "h", "username", "u"));
        config.put("commands", List.of("id | blind | echo " + text));
        if (!text.startsWith("#")) {
            assertThat(check(config, Map.of()).errors())
                    .extracting(InputError::pointer)
                    .contains("/config/commands/0");
        }
    }

    @Test
    @Requirement("INT-16")
    void a_type_that_does_not_exist_is_named() {
        assertThat(configs.check("no.such", Map.of(), Map.of(), Set.of()).errors())
                .extracting(InputError::code)
                .containsExactly("type_not_found");
    }

    @Test
    @Requirement({"INT-16", "DRV-20.1"})
    void a_field_may_be_required_by_the_value_of_another() {
        assertThat(pointers(Map.of("kind", "webhook"), Map.of())).containsExactly("/config/url");
        assertThat(pointers(Map.of("kind", "slack"), Map.of()))
                .containsExactly("/secrets/webhook_url");
        assertThat(pointers(Map.of("kind", "telegram"), Map.of()))
                .containsExactlyInAnyOrder("/secrets/bot_token", "/config/chat_id");
        assertThat(
                        pointers(
                                Map.of("kind", "webhook", "url", "https://x", "auth", "basic"),
                                Map.of()))
                .containsExactlyInAnyOrder("/config/username", "/secrets/password");
        assertThat(
                        configs.check("notify", Map.of("kind", "webhook"), Map.of(), Set.of())
                                .errors()
                                .get(0)
                                .message())
                .isEqualTo("is required where kind is webhook");
    }

    @Test
    @Requirement("HK-11")
    void an_address_in_clear_text_needs_leave_and_a_secret_its_form() {
        Map<String, Object> clear = Map.of("kind", "webhook", "url", "http://x");
        assertThat(pointers(clear, Map.of())).containsExactly("/config/insecure");
        assertThat(
                        pointers(
                                Map.of("kind", "webhook", "url", "http://x", "insecure", true),
                                Map.of()))
                .isEmpty();
        assertThat(pointers(Map.of("kind", "slack"), Map.of("webhook_url", "HTTP://canary")))
                .containsExactlyInAnyOrder("/config/insecure", "/secrets/webhook_url");

        HostConfigs.Checked checked =
                configs.check(
                        "notify",
                        Map.of("kind", "webhook", "url", "https://x"),
                        Map.of("signing_secret", "canary"),
                        Set.of());
        assertThat(checked.errors())
                .extracting(InputError::pointer)
                .containsExactly("/secrets/signing_secret");
        assertThat(checked.errors().toString()).doesNotContain("canary");
    }

    private static List<String> pointers(Map<String, Object> config, Map<String, ?> secrets) {
        return configs.check("notify", config, secrets, Set.of()).errors().stream()
                .map(InputError::pointer)
                .toList();
    }

    private static HostConfigs.Checked check(
            Map<String, Object> config, Map<String, String> secrets) {
        return configs.check("generic.ssh", config, secrets, Set.of());
    }
}
