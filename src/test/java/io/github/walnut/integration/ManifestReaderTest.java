package io.github.walnut.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Capability.Confirm;
import io.github.walnut.inventory.Capability.Effect;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {

    private static final String GOOD =
            """
            id: acme.relay
            name: Relay box
            version: 1.2.0
            min_core_version: 1.0.0
            category: power-control
            schema:
              connection:
                type: object
                required: [host]
                properties:
                  host: {type: string, format: host}
                  port: {type: integer, minimum: 1, maximum: 65535, default: 443}
                  api_key: {type: string, secret: true}
            transports:
              http: {base_url: "https://{host}:{port}/v1", auth: {scheme: header, name: X-Key, value: "{api_key}"}}
            driver: {language: kamelet, kamelet: acme-relay-action}
            capabilities:
              - id: outlet.power
                verbs: [on, off]
                targets: [poe_port]
                invertible: {on: {inverse: off}, off: {inverse: on}}
                effect: {off: readable}
            discovery: {types: [poe_port], full_interval_s: 600}
            defaults: {verb_timeout_s: {off: 45}}
            """;

    private final ManifestReader reader = new ManifestReader(Catalogue.load());

    @Test
    @Requirement({"INT-5", "INT-6", "INT-44"})
    void words_like_on_and_off_are_text_and_target_types_get_their_hyphen() throws Exception {
        Manifest manifest = reader.read(GOOD);

        Capability outlets = manifest.capability("outlet.power").orElseThrow();
        assertThat(outlets.verbs()).containsOnlyKeys("on", "off");
        assertThat(outlets.targetTypes()).containsExactly("poe-port");
        assertThat(manifest.discovery().types()).containsExactly("poe-port");
        Capability.Verb off = outlets.verbs().get("off");
        assertThat(off.effect()).isEqualTo(Effect.READABLE);
        assertThat(off.confirm()).isEqualTo(Confirm.STATE);
        assertThat(off.budget()).isEqualTo(Duration.ofSeconds(45));
        assertThat(off.inverse()).isEqualTo("on");
        assertThat(off.disruptive()).isTrue();
        assertThat(off.keyFields()).containsExactly("verb", "target_id");
        assertThat(manifest.driver()).isEqualTo("acme.relay@1.2.0");
        assertThat(manifest.operations()).containsEntry("test", "acme-relay-action");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @Requirement({"INT-6", "INT-7"})
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 1.2.0|version: 1.2|schema_error|/version",
                "id: acme.relay|id: Acme|schema_error|/id",
                "name: Relay box|nome: Relay box|schema_error|/name",
                "name: Relay box|{name: x, extra: 1}|manifest_unreadable|",
                "category: power-control|category: toaster|schema_error|/category",
                "full_interval_s: 600|full_interval_s: 5|schema_error|/discovery/full_interval_s",
                "full_interval_s: 600|interval: 600|schema_error|/discovery/interval",
                "verbs: [on, off]|verbs: [true, off]|schema_error|/capabilities/0/verbs/0",
                "targets: [poe_port]|targets: [poe-port]|schema_error|/capabilities/0/targets/0",
                "verbs: [on, off]|verbs: [on, off, explode]|capability_mismatch|/capabilities/0/verbs/2",
                "off: {inverse: on}|off: {inverse: up}|schema_error|/capabilities/0/invertible/off/inverse",
                "required: [host]|required: [host, nope]|schema_error|/schema/connection/required/1",
                "https://{host}|https://{hosst}|schema_error|/transports/http",
                "format: host}|format: planet}|schema_error|/schema/connection/properties/host/format",
                "language: kamelet|language: python|driver_unsupported|/driver/language",
            })
    void a_wrong_manifest_is_refused_at_its_place(
            String good, String bad, String code, String pointer) {
        PackageException refused =
                catchThrowableOfType(
                        PackageException.class, () -> reader.read(GOOD.replace(good, bad)));

        assertThat(refused.code()).isEqualTo(code);
        if (pointer != null) {
            assertThat(refused.errors()).extracting(InputError::pointer).contains(pointer);
        }
    }

    @Test
    @Requirement("INT-6")
    void all_errors_of_a_manifest_come_at_once() {
        String bad =
                GOOD.replace("version: 1.2.0", "version: 1")
                        .replace("category: power-control", "category: x");
        PackageException refused =
                catchThrowableOfType(PackageException.class, () -> reader.read(bad));

        assertThat(refused.errors())
                .extracting(InputError::pointer)
                .contains("/version", "/category");
    }

    @Test
    @Requirement("INT-6")
    void a_manifest_with_an_escape_for_no_character_is_unreadable() {
        PackageException refused =
                catchThrowableOfType(
                        PackageException.class, () -> reader.read("name: \"\\U00110000\""));

        assertThat(refused.code()).isEqualTo("manifest_unreadable");
    }

    @Test
    @Requirement("INT-44")
    void a_parameter_of_the_key_cannot_be_left_out() {
        String manifest =
                GOOD.replace("id: outlet.power", "id: poe.port")
                        .replace(
                                "verbs: [on, off]",
                                "verbs: [set]\n    idempotency: {key_fields: [verb]}")
                        .replace("    invertible: {on: {inverse: off}, off: {inverse: on}}\n", "")
                        .replace("    effect: {off: readable}\n", "");
        PackageException refused =
                catchThrowableOfType(PackageException.class, () -> reader.read(manifest));

        assertThat(refused.errors())
                .extracting(InputError::code, InputError::pointer)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(
                                "key_fields_missing", "/capabilities/0/idempotency/key_fields"));
    }

    @Test
    void a_capability_of_its_own_needs_its_parameters() {
        List<String> pointers =
                catchThrowableOfType(
                                PackageException.class,
                                () ->
                                        reader.read(
                                                GOOD.replace("id: outlet.power", "id: acme.blink")))
                        .errors()
                        .stream()
                        .map(InputError::pointer)
                        .toList();
        assertThat(pointers).contains("/capabilities/0/params/on", "/capabilities/0/params/off");
    }
}
