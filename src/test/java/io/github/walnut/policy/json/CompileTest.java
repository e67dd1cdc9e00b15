package io.github.walnut.policy.json;

import static io.github.walnut.inventory.FakeInventory.capability;
import static io.github.walnut.inventory.FakeInventory.verb;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompileTest {
    private static final String HEAD =
            "name: abc\ntrigger: {type: ups.state, equals: OB, for: 30s, ups: rack-a}\n";
    private static final Map<String, Object> TIMEOUT =
            Map.of(
                    "type",
                    "object",
                    "additionalProperties",
                    false,
                    "properties",
                    Map.of("timeout_s", Map.of("type", "integer", "minimum", 1, "maximum", 600)));
    private static final Map<String, Object> STATE =
            Map.of(
                    "type",
                    "object",
                    "additionalProperties",
                    false,
                    "required",
                    List.of("state"),
                    "properties",
                    Map.of("state", Map.of("enum", List.of("on", "off"))));

    private final PolicyDocuments documents = new PolicyDocuments();
    private final FakeInventory inventory =
            new FakeInventory()
                    .withHost(
                            "pve",
                            capability(
                                    "vm.lifecycle",
                                    "vm",
                                    verb("shutdown", Effect.IDEMPOTENT, false, TIMEOUT),
                                    verb("stop", Effect.IDEMPOTENT, false, Map.of())),
                            capability(
                                    "power.control",
                                    "host",
                                    verb("shutdown", Effect.IDEMPOTENT, true, Map.of())),
                            capability(
                                    "relay.pulse",
                                    "relay",
                                    verb("toggle", Effect.BLIND, false, Map.of())),
                            capability(
                                    "notify.send",
                                    "host",
                                    verb("send", Effect.BLIND, false, Map.of())))
                    .targets("pve", "vm", "201", "202", "203")
                    .withHost(
                            "sw",
                            capability(
                                    "poe.port",
                                    "poe-port",
                                    verb("set", Effect.IDEMPOTENT, true, STATE)))
                    .withHost("gone");

    @Test
    @Requirement({"POL-50", "POL-51", "POL-70"})
    void a_policy_without_fault_has_no_finding_above_info() {
        PolicyReading reading =
                action(
                        "host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: ['201']}");

        assertThat(reading.findings()).extracting(Finding::code).containsExactly("no_recovery");
        assertThat(reading.policy().actions().get(0).targetType()).isEqualTo("vm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host_id: pv, capability: vm.lifecycle, verb: stop, selector: {all: true}|/actions/0/host_id|unknown_host|BLOCKER",
                "host_id: gone, capability: vm.lifecycle, verb: stop, selector: {all: true}|/actions/0/host_id|driver_unavailable|ERROR",
                "host_id: pve, capability: vm.lifecycl, verb: stop, selector: {all: true}|/actions/0/capability|unknown_capability|BLOCKER",
                "host_id: pve, capability: vm.lifecycle, verb: hibernate, selector: {external_ids: ['201']}|/actions/0/verb|unknown_verb|BLOCKER",
                "host_id: pve, capability: vm.lifecycle, verb: stop, escalate: [kill], selector: {external_ids: ['201']}|/actions/0/escalate/0|unknown_verb|BLOCKER",
                "host_id: pve, capability: vm.lifecycle, verb: stop, target_type: blimp, selector: {external_ids: ['201']}|/actions/0/target_type|unknown_target_type|BLOCKER",
                "host_id: pve, capability: vm.lifecycle, verb: stop, target_type: outlet, selector: {external_ids: ['201']}|/actions/0/target_type|target_type_not_accepted|BLOCKER",
                "host_id: pve, capability: vm.lifecycle, verb: stop|/actions/0/selector|no_selector|ERROR",
                "host_id: pve, capability: vm.lifecycle, verb: shutdown, options: {timeout_s: 0}, selector: {external_ids: ['201']}|/actions/0/options/timeout_s|bad_params|BLOCKER",
                "host_id: pve, capability: vm.lifecycle, verb: shutdown, options: {timeout: 900}, selector: {external_ids: ['201']}|/actions/0/options/timeout|bad_params|BLOCKER",
                "host_id: pve, capability: vm.lifecycle, verb: shutdown, options: {colour: red}, selector: {external_ids: ['201']}|/actions/0/options/colour|bad_params|BLOCKER",
                "host_id: sw, capability: poe.port, verb: set, options: {confirm: true}, selector: {all: true}|/actions/0/options/state|bad_params|BLOCKER",
                "host_id: sw, capability: poe.port, verb: set, options: {state: 'off'}, selector: {all: true}|/actions/0/options/confirm|confirm_required|BLOCKER",
                "host_id: pve, capability: power.control, verb: shutdown, options: {confirm: true}, selector: {external_ids: ['201']}|/actions/0/selector|host_only|BLOCKER",
                "host_id: pve, capability: relay.pulse, verb: toggle, selector: {names: [a]}|/actions/0/verb|blind_verb|ERROR",
                "host_id: pve, capability: inventory.list, verb: list|/actions/0/capability|not_an_action|ERROR",
                "host_id: pve, capability: vm.lifecycle, verb: stop, selector: {names: [ghost]}|/actions/0/selector|target_not_found|WARN",
                "host_id: pve, capability: vm.lifecycle, verb: stop, selector: {all: true}|/actions/0/selector|large_selection|WARN",
            })
    @Requirement({"POL-35", "POL-39", "POL-41", "POL-50", "POL-51", "POL-52", "POL-53"})
    void a_fault_is_found_at_its_place(
            String action, String pointer, String code, Severity severity) {
        assertThat(action(action).findings())
                .anySatisfy(
                        finding -> {
                            assertThat(finding.pointer()).isEqualTo(pointer);
                            assertThat(finding.code()).isEqualTo(code);
                            assertThat(finding.severity()).isEqualTo(severity);
                            assertThat(finding.phase()).isEqualTo("compile");
                        });
    }

    @Test
    @Requirement({"POL-50", "POL-70"})
    void unknown_words_are_named_with_the_nearest_offered_one() {
        Finding finding =
                action(
                                "host_id: pve, capability: vm.lifecycle, verb: shutdwn, selector: {external_ids: ['201']}")
                        .findings()
                        .get(0);

        assertThat(finding.message())
                .isEqualTo("Unknown verb 'shutdwn' for capability 'vm.lifecycle'.");
        assertThat(finding.hint()).isEqualTo("Nearest: shutdown. Offered: shutdown, stop");
    }

    @Test
    @Requirement({"POL-50", "POL-70"})
    void format_1_points_to_where_its_document_says_it() {
        PolicyReading reading =
                compile(
                        documents.read(
                                """
                                {"version": 1, "name": "abc", "conditions": {"all": []},
                                 "trigger_group": {"triggers": [{"type": "ups.state", "equals": "OB", "ups": ["rack-a", "attic"]}]},
                                 "targets": {"host_id": "pve", "target_type": "vm", "selector": {"mode": "list", "value": "201, ghost"}},
                                 "actions": [{"capability_id": "vm.life", "verb": "stop"},
                                             {"capability_id": "vm.lifecycle", "verb": "shutdown", "params": {"grace_s": 900}}]}
                                """,
                                "application/json"));

        assertThat(reading.findings())
                .extracting(Finding::pointer)
                .contains(
                        "/actions/0/capability_id",
                        "/actions/1/params/grace_s",
                        "/trigger_group/triggers/0/ups",
                        "/targets/selector/value");
        assertThat(reading.policy()).isNotNull();
    }

    @Test
    @Requirement({"POL-50", "POL-51"})
    void aliases_and_defaults_of_the_type_are_filled_in() {
        Action action =
                action(
                                "host_id: '1', capability: old.vm.lifecycle, verb: stop, options: {timeout: 45},"
                                        + " selector: {external_ids: ['201']}")
                        .policy()
                        .actions()
                        .get(0);

        assertThat(action.hostId()).isEqualTo("pve");
        assertThat(action.capability()).isEqualTo("vm.lifecycle");
        assertThat(action.targetType()).isEqualTo("vm");
        assertThat(action.params()).isEmpty();
        assertThat(action.timeout()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    @Requirement("POL-53")
    void blind_verbs_that_only_tell_somebody_are_allowed() {
        assertThat(action("host_id: pve, capability: notify.send, verb: send").severity())
                .isLessThan(Severity.ERROR);
    }

    @Test
    @Requirement("POL-52")
    void a_host_only_capability_may_name_its_own_host() {
        PolicyReading named =
                action(
                        "host_id: pve, capability: power.control, verb: shutdown, options: {confirm: true},"
                                + " selector: {names: [pve]}");
        PolicyReading plain =
                action(
                        "host_id: pve, capability: power.control, verb: shutdown, options: {confirm: true}");

        assertThat(named.blocked()).isFalse();
        assertThat(named.policy()).isEqualTo(plain.policy());
    }

    @Test
    void actions_must_wait_for_others_that_exist_and_not_in_a_circle() {
        PolicyReading reading =
                compile(
                        yaml(
                                HEAD
                                        + "actions:\n"
                                        + "- {id: a, host_id: pve, capability: power.control, verb: shutdown, after: [b, ghost]}\n"
                                        + "- {id: b, host_id: pve, capability: power.control, verb: shutdown, after: [a]}\n"
                                        + "- {id: b, host_id: pve, capability: power.control, verb: shutdown, stage: 3}\n"
                                        + "- {id: d, host_id: pve, capability: power.control, verb: shutdown, stage: 9}\n"
                                        + "- {id: e, host_id: pve, capability: power.control, verb: shutdown, after: [d]}\n"));

        assertThat(reading.findings())
                .extracting(finding -> finding.pointer() + " " + finding.code())
                .contains(
                        "/actions/0/after/1 unknown_action",
                        "/actions/0/after after_cycle",
                        "/actions/1/after after_cycle",
                        "/actions/2/id duplicate_id",
                        "/actions/4/after/0 after_later_stage");
    }

    @Test
    @Requirement({"POL-12", "POL-55"})
    void unknown_upss_and_large_windows_are_told() {
        PolicyReading reading =
                compile(
                        yaml(
                                "name: abc\ntrigger: {type: ups.state, equals: OB, for: 1m, ups: cellar}\n"
                                        + "conditions: {all: [{scope: ups, field: status, op: '=', value: OB, ups: attic}]}\n"
                                        + "idempotency_window: 25h\nsafeties: {suppression_window: 24h, never_hosts: [pve]}\n"
                                        + "actions: [{host_id: pve, capability: power.control, verb: shutdown, options: {confirm: true}}]"));

        assertThat(reading.findings())
                .extracting(finding -> finding.pointer() + " " + finding.code())
                .contains(
                        "/trigger/ups unknown_ups",
                        "/conditions/all/0/ups unknown_ups",
                        "/idempotency_window large_window",
                        "/actions/0/host_id never_host_used");
        PolicyReading day =
                compile(
                        yaml(
                                HEAD
                                        + "idempotency_window: 24h\nactions: [{host_id: pve, capability: power.control, verb: shutdown, options: {confirm: true}}]"));
        assertThat(day.findings()).extracting(Finding::code).doesNotContain("large_window");
    }

    @Test
    @Requirement({"POL-40", "POL-42"})
    void ids_that_are_fixed_at_save_need_an_inventory() {
        String action =
                "actions: [{host_id: sw, capability: poe.port, verb: set, options: {state: 'off', confirm: true},"
                        + " selector: {external_ids: [A1-A3]}}]";

        assertThat(compile(yaml(HEAD + action)).findings())
                .extracting(Finding::code)
                .contains("stale_inventory")
                .doesNotContain("unresolved");
        PolicyReading fixed = compile(yaml(HEAD + "dynamic_resolution: false\n" + action));
        assertThat(fixed.findings()).extracting(Finding::code).contains("unresolved");
        assertThat(fixed.severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    @Requirement("POL-71")
    void findings_stand_worst_first_and_then_by_pointer() {
        List<Finding> findings =
                compile(
                                yaml(
                                        HEAD
                                                + "x: 1\nactions:\n- {host_id: nowhere, capability: a, verb: b}\n"
                                                + "- {host_id: gone, capability: a, verb: b}\n- {host_id: away, capability: a, verb: b}"))
                        .findings();

        assertThat(findings)
                .extracting(Finding::severity)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(findings.subList(0, 2))
                .extracting(Finding::pointer)
                .containsExactly("/actions/0/host_id", "/actions/2/host_id");
    }

    private PolicyReading action(String members) {
        return compile(yaml(HEAD + "actions: [{" + members + "}]"));
    }

    private PolicyReading yaml(String text) {
        return documents.read(text, "application/yaml");
    }

    private PolicyReading compile(PolicyReading reading) {
        return documents.compile(reading, inventory, List.of("rack-a@s", "rack-b@s"));
    }
}
