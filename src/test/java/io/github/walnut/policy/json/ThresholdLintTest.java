package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.ups.Severity;
import io.github.walnut.virtual.Catalogue;
import io.github.walnut.virtual.VirtualSite;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits that are crossed on mains and in battery tests too, in documents of both formats. */
@Requirement("POL-100")
class ThresholdLintTest {

    private static final String CHARGE =
            "{type: metric.threshold, metric: charge_pct, op: '<', value: 20, ups: rack-a}";
    private static final String LOW = "{scope: metric, field: charge_pct, op: '<', value: 20}";
    private static final String ON_BATTERY = "{type: ups.state, equals: OB, for: 1m, ups: rack-a}";

    private final PolicyDocuments documents = new PolicyDocuments();
    private final Inventory inventory = new VirtualSite(Catalogue.all()).host("pve", false);

    private List<Finding> findings(String document) {
        PolicyReading reading = documents.read(document, "application/yaml");
        assertThat(reading.policy()).as(document + reading.findings()).isNotNull();
        return documents
                .compile(reading, inventory, List.of("rack-a@lab", "rack-b@lab"))
                .findings()
                .stream()
                .filter(finding -> finding.code().equals("holds_on_mains"))
                .toList();
    }

    private static String second(String rest) {
        return """
                version: '2.0'
                name: Late
                %s
                actions: [{host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: ['1']}}]
                """
                .formatted(rest.replace("\\n", "\n"));
    }

    private static String first(String triggers, String conditions) {
        return """
                version: 1
                name: Late
                trigger_group: %s
                conditions: %s
                targets: {host_id: pve, target_type: vm, selector: {mode: list, value: '1'}}
                actions: [{capability_id: vm.lifecycle, verb: shutdown}]
                """
                .formatted(triggers, conditions);
    }

    @Test
    void a_trigger_that_holds_on_mains_is_named_with_the_remedy() {
        assertThat(findings(second("trigger: " + CHARGE)))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.severity()).isEqualTo(Severity.INFO);
                            assertThat(finding.pointer()).isEqualTo("/trigger");
                            assertThat(finding.message())
                                    .isEqualTo(
                                            "charge_pct < 20 may be true on mains and in a battery"
                                                    + " test");
                            assertThat(finding.hint()).contains("status = OB", "on_battery");
                        });
        assertThat(findings(first("{triggers: [" + CHARGE + "]}", "{all: []}")))
                .extracting(Finding::pointer)
                .containsExactly("/trigger_group/triggers/0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "triggers: [{type: ups.state, equals: OB}, {type: metric.threshold, metric: load, op: '>', value: 90}]|/triggers/1",
                "triggers: [{type: ups.state, equals: LB, ups: rack-a}, "
                        + CHARGE
                        + "]|/triggers/1",
                "logic: ALL\\ntriggers: [{type: ups.state, equals: LB, ups: rack-a}, "
                        + CHARGE
                        + "]|/triggers/1",
                "logic: ALL\\ntriggers: [{type: ups.state, equals: OB, ups: rack-b}, "
                        + CHARGE
                        + "]|/triggers/1",
                "logic: ALL\\ntriggers: [{type: ups.state, equals: OB, ups: rack-a, include_tests: true}, "
                        + CHARGE
                        + "]|/triggers/1",
                "logic: ALL\\ntriggers: [{type: duration, from: OL, stable_for: 1m, ups: rack-a}, "
                        + CHARGE
                        + "]|/triggers/1",
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {all: [{scope: ups, field: status, op: '=', value: CHRG}]}|/trigger",
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {all: [{scope: ups, field: status, op: '=', value: OB, ups: rack-b}]}|/trigger",
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {any: [{scope: ups, field: status, op: '=', value: OB},"
                        + " {scope: host, field: reachable, op: '=', value: true, host: pve}]}|/trigger",
                "trigger: {type: metric.threshold, metric: on_battery_seconds, op: '<', value: 9}|/trigger",
                "trigger: {type: ups.state, equals: LB}\\nconditions: {all: ["
                        + LOW
                        + "]}|/conditions/all/0",
                "trigger: {type: webhook.custom, name: siren}\\nconditions: {any: ["
                        + LOW
                        + "]}|/conditions/any/0",
                "trigger: {type: timer.at, schedule: {repeat: daily, at: '03:00'}}\\nconditions: {all: ["
                        + LOW
                        + "]}|/conditions/all/0",
                "trigger: "
                        + ON_BATTERY
                        + "\\nconditions: {all: [{scope: ups, field: charge_pct, op: '<', value: 20, ups: rack-b}]}"
                        + "|/conditions/all/0"
            })
    void what_no_state_confines_is_told(String rest, String pointer) {
        assertThat(findings(second(rest))).extracting(Finding::pointer).containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {all: [{scope: ups, field: status, op: '=', value: OB}]}",
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {all: [{scope: ups, field: status, op: in, value: [OB, FSD]}]}",
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {any: [{scope: ups, field: status, op: '=', value: on_battery}]}",
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {all: [{scope: ups, field: status, op: '!=', value: OL}]}",
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {all: [{scope: ups, field: status, op: '=', value: OB, ups: rack-a}]}",
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {all: [{scope: ups, field: power_source, op: '=', value: battery}]}",
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {all: [{scope: outage, field: age_seconds, op: '>', value: 60}]}",
                "trigger: "
                        + CHARGE
                        + "\\nconditions: {all: [{scope: ups, field: status, op: '=', value: OL}]}",
                "logic: ALL\\ntriggers: [" + ON_BATTERY + ", " + CHARGE + "]",
                "logic: ALL\\ntriggers: [{type: ups.state, equals: on_battery}, " + CHARGE + "]",
                "logic: ALL\\ntriggers: [{type: status_transition, from: OL, to: OB, ups: rack-a}, "
                        + CHARGE
                        + "]",
                "logic: ALL\\ntriggers: [{type: ups.state, equals: critical, ups: rack-a}, "
                        + CHARGE
                        + "]",
                "trigger: {type: metric.threshold, metric: on_battery_seconds, op: '>', value: 60}",
                "trigger: " + ON_BATTERY + "\\nconditions: {all: [" + LOW + "]}",
                "trigger: {type: timer.after, after: 5m, since_event: {type: ups.state, equals: OB}}"
                        + "\\nconditions: {all: ["
                        + LOW
                        + "]}",
                "trigger: {type: duration, to: OL, stable_for: 5m}"
                        + "\\nconditions: {all: [{scope: metric, field: charge_pct, op: '>=', value: 40}]}",
                "trigger: "
                        + ON_BATTERY
                        + "\\nconditions: {all: [{scope: vm, field: count_matching, op: '>', value: 2}]}"
            })
    void what_a_state_confines_is_not_told(String rest) {
        assertThat(findings(second(rest))).isEmpty();
    }

    @Test
    void format_1_is_read_alike() {
        assertThat(
                        findings(
                                first(
                                        "{triggers: [{type: ups.state, equals: LB}]}",
                                        "{all: [" + LOW + "]}")))
                .extracting(Finding::pointer)
                .containsExactly("/conditions/all/0");
        assertThat(
                        findings(
                                first(
                                        "{logic: ALL, triggers: ["
                                                + ON_BATTERY
                                                + ", "
                                                + CHARGE
                                                + "]}",
                                        "{all: []}")))
                .isEmpty();
        assertThat(
                        findings(
                                first(
                                        "{triggers: [" + CHARGE + "]}",
                                        "{all: [{scope: ups, field: status, op: '=', value: OB}]}")))
                .isEmpty();
    }
}
