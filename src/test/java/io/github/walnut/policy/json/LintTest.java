package io.github.walnut.policy.json;

import static io.github.walnut.inventory.FakeInventory.capability;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.LearnedTime;
import io.github.walnut.policy.LearnedTimes;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.PolicyUps;
import io.github.walnut.policy.SiteView;
import io.github.walnut.policy.UpsMeanings;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("POL-88")
class LintTest {
    private static final String HEAD = "name: abc\n";
    private static final String QUIET =
            HEAD + "trigger: {type: ups.state, equals: OB, for: 30s, ups: rack-a}\n";
    private static final String STOP =
            "actions: [{host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: ['201']}}]\n";
    private static final String START =
            "actions: [{host_id: pve, capability: vm.lifecycle, verb: start, selector: {external_ids: ['201']}}]\n";
    private static final String RECOVERY = "recovery: {}\n";

    private final PolicyDocuments documents = new PolicyDocuments();
    private final Map<String, OptionalDouble> runtimes = new HashMap<>();
    private final Map<String, Set<String>> paths = new HashMap<>();
    private int callsInFlight = 10;
    private LearnedTimes times = LearnedTimes.NONE;
    private SiteView.Primaries primaries = SiteView.Primaries.NONE;
    private final FakeInventory inventory =
            new FakeInventory()
                    .withHost(
                            "pve",
                            capability(
                                    "vm.lifecycle",
                                    "vm",
                                    verb("shutdown", 60, "start", true),
                                    verb("stop", 20, "start", true),
                                    verb("start", 60, "shutdown", false)))
                    .targets("pve", "vm", "201", "202", "203")
                    .withHost(
                            "sw", capability("outlet.power", "outlet", verb("off", 20, null, true)))
                    .targets("sw", "outlet", "1", "2", "3")
                    .withSelf(
                            "me",
                            capability("power.control", "host", verb("shutdown", 60, null, true)));

    LintTest() {
        runtimes.put("rack-a@lab", OptionalDouble.empty());
    }

    @Test
    void a_careful_policy_has_nothing_to_be_told() {
        runtimes.put("rack-a@lab", OptionalDouble.of(1800));

        assertThat(codes(QUIET + STOP + RECOVERY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trigger: {type: ups.state, equals: OB, ups: rack-a}|/trigger/for",
                "trigger: {type: ups.state, equals: on_battery, for: 9s, ups: rack-a}|/trigger/for",
                "trigger: {type: duration, to: OB, stable_for: 9s, ups: rack-a}|/trigger/stable_for",
                "trigger: {type: status_transition, from: OL, ups: rack-a}|/trigger/for",
                "triggers: [{type: ups.state, equals: LB, ups: rack-a}, {type: status_transition, to: OB, stable_for: 0s, ups: rack-a}]|/triggers/1/stable_for"
            })
    void stopping_at_each_dip_is_told(String trigger, String pointer) {
        assertThat(only("no_debounce", HEAD + trigger + "\n" + STOP + RECOVERY))
                .extracting(Finding::severity, Finding::pointer)
                .containsExactly(Severity.WARN, pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trigger: {type: ups.state, equals: OB, for: 10s, ups: rack-a}",
                "trigger: {type: ups.state, equals: LB, ups: rack-a}",
                "logic: ALL\ntriggers: [{type: ups.state, equals: OB, ups: rack-a}, {type: metric.threshold, metric: load, op: '>', value: 5, for: 1m, ups: rack-a}]"
            })
    void what_outlasts_a_dip_is_not_told(String trigger) {
        assertThat(codes(HEAD + trigger + "\n" + STOP + RECOVERY)).doesNotContain("no_debounce");
    }

    @Test
    void what_starts_again_is_asked_only_of_what_stops() {
        assertThat(only("no_recovery", QUIET + STOP).severity()).isEqualTo(Severity.INFO);
        assertThat(codes(QUIET + START)).doesNotContain("no_recovery");
        String disabled = STOP.replace("verb:", "enabled: false, verb:");
        assertThat(codes(QUIET + disabled)).doesNotContain("no_recovery");
    }

    @Test
    void lost_contact_alone_is_no_reason_to_stop_anything() {
        String lost = "{type: ups.state, equals: comm_lost, ups: rack-a}";

        assertThat(only("comm_lost_stops", HEAD + "trigger: " + lost + "\n" + STOP).pointer())
                .isEqualTo("/trigger");
        String with = ", {type: ups.state, equals: OB, for: 1m, ups: rack-a}]\nlogic: ALL\n";
        assertThat(codes(HEAD + "triggers: [" + lost + with + STOP))
                .doesNotContain("comm_lost_stops");
        assertThat(codes(HEAD + "trigger: " + lost + "\n" + START))
                .doesNotContain("comm_lost_stops");
    }

    @Test
    void listening_to_every_ups_is_told_where_there_are_several() {
        String every = HEAD + "trigger: {type: ups.state, equals: OB, for: 1m}\n" + STOP;
        assertThat(codes(every)).doesNotContain("every_ups");

        runtimes.put("rack-b@lab", OptionalDouble.empty());

        assertThat(only("every_ups", every).pointer()).isEqualTo("/trigger/ups");
        assertThat(codes(QUIET + STOP)).doesNotContain("every_ups");
        String webhook = HEAD + "trigger: {type: webhook.custom, name: w}\n";
        assertThat(codes(webhook + STOP)).doesNotContain("every_ups");
        String after =
                "trigger: {type: timer.after, after: 1m, since_event: {type: webhook.custom, equals: w}}\n";
        assertThat(codes(HEAD + after + STOP)).doesNotContain("every_ups");
    }

    @Test
    void at_low_battery_an_unknown_number_must_not_decide() {
        String low = HEAD + "trigger: {type: ups.state, equals: LB, ups: rack-a}\n" + STOP;
        String number = "{scope: metric, field: charge_pct, op: '<', value: 20";

        assertThat(only("unknown_blocks", low + "conditions: {all: [" + number + "}]}").pointer())
                .isEqualTo("/conditions/all/0");
        assertThat(codes(low + "conditions: {any: [" + number + ", if_unknown: match}]}"))
                .doesNotContain("unknown_blocks");
        assertThat(
                        codes(
                                low
                                        + "conditions: {all: [{scope: outage, field: episode, op: '<', value: 2}]}"))
                .doesNotContain("unknown_blocks");
        assertThat(codes(QUIET + STOP + "conditions: {all: [" + number + "}]}"))
                .doesNotContain("unknown_blocks");
    }

    @Test
    @Requirement("NUT-18")
    void a_policy_that_takes_longer_than_the_primary_of_a_held_ups_waits_is_told() {
        String actions =
                "actions:\n"
                        + "- {host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: ['203']}, timeout: 50s}\n";
        assertThat(codes(QUIET + actions + RECOVERY)).doesNotContain("hold_exceeds_hostsync");

        primaries =
                new SiteView.Primaries(
                        Set.of("rack-a@lab", "rack-z@lab"),
                        new PolicyUps(inventory),
                        Duration.ofSeconds(15));
        Finding finding = only("hold_exceeds_hostsync", QUIET + actions + RECOVERY);
        assertThat(finding.message())
                .isEqualTo("It may take 50s, and the primary of rack-a@lab waits 15s for it");

        primaries =
                new SiteView.Primaries(
                        Set.of("rack-a@lab"), new PolicyUps(inventory), Duration.ofSeconds(50));
        assertThat(codes(QUIET + actions + RECOVERY)).doesNotContain("hold_exceeds_hostsync");
    }

    @Test
    void waiting_and_stages_are_compared_with_the_runtime() {
        String stages =
                "actions:\n"
                        + "- {host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: ['201']}, delay: 10s}\n"
                        + "- {host_id: pve, capability: vm.lifecycle, verb: stop, selector: {external_ids: ['202']}}\n"
                        + "- {host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: ['203']}, stage: 1, timeout: 50s, escalate: [stop]}\n"
                        + "- {host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: ['203']}, stage: 9, timeout: 1h, enabled: false}\n";
        assertThat(codes(QUIET + stages + RECOVERY)).doesNotContain("duration_vs_runtime");

        runtimes.put("rack-a@lab", OptionalDouble.of(30 + 70 + 100));
        assertThat(codes(QUIET + stages + RECOVERY)).doesNotContain("duration_vs_runtime");

        runtimes.put("rack-a@lab", OptionalDouble.of(30 + 70 + 99));
        Finding finding = only("duration_vs_runtime", QUIET + stages + RECOVERY);
        assertThat(finding.pointer()).isEqualTo("/actions");
        assertThat(finding.message())
                .isEqualTo(
                        "30s of waiting and up to 2m50s of stages are more than the 3m19s that rack-a@lab lasts");
        runtimes.put("rack-b@lab", OptionalDouble.of(1));
        runtimes.put("rack-a@lab", OptionalDouble.of(3600));
        assertThat(codes(QUIET + stages + RECOVERY)).doesNotContain("duration_vs_runtime");
        String atNight =
                HEAD + "trigger: {type: schedule, schedule: {repeat: daily, at: '02:00'}}\n";
        assertThat(codes(atNight + stages + RECOVERY)).doesNotContain("duration_vs_runtime");
    }

    @Test
    void a_limit_of_orders_at_once_that_makes_it_too_long_is_told() {
        StringBuilder actions = new StringBuilder("actions:\n");
        for (int i = 1; i <= 5; i++) {
            inventory.withHost(
                    "h" + i, capability("vm.lifecycle", "vm", verb("stop", 60, "start", true)));
            inventory.targets("h" + i, "vm", "1", "2", "3");
            actions.append(
                    "- {host_id: h%d, capability: vm.lifecycle, verb: stop, selector: {names: ['1']}}%n"
                            .formatted(i));
        }
        runtimes.put("rack-a@lab", OptionalDouble.of(200));
        callsInFlight = 2;
        Finding finding = only("concurrency_limit", QUIET + actions + RECOVERY);
        assertThat(finding.pointer()).isEqualTo("/actions");
        assertThat(finding.message())
                .isEqualTo(
                        "With 2 orders at once it may take 3m30s, longer than the 3m20s that rack-a@lab lasts; 3 at once would do");
        callsInFlight = 3;
        assertThat(codes(QUIET + actions + RECOVERY)).doesNotContain("concurrency_limit");
        runtimes.put("rack-a@lab", OptionalDouble.of(80));
        assertThat(codes(QUIET + actions + RECOVERY))
                .contains("duration_vs_runtime")
                .doesNotContain("concurrency_limit");
    }

    @Test
    void a_suppression_that_outlasts_the_battery_lets_a_second_outage_pass() {
        runtimes.put("rack-a@lab", OptionalDouble.of(600));

        assertThat(codes(QUIET + STOP + RECOVERY)).doesNotContain("window_vs_outage");
        assertThat(
                        only(
                                        "window_vs_outage",
                                        QUIET + STOP + "safeties: {suppression_window: 10m1s}")
                                .pointer())
                .isEqualTo("/safeties/suppression_window");
    }

    @Test
    void walnut_itself_among_the_targets_is_told() {
        String self = "actions: [{host_id: me, capability: power.control, verb: shutdown}]\n";

        assertThat(only("self_target", QUIET + self).message()).contains("me/host:me");
        assertThat(codes(QUIET + STOP)).doesNotContain("self_target");
    }

    @Test
    void gear_that_later_orders_pass_must_not_go_off_first() {
        paths.put("pve", Set.of("sw/outlet:2"));
        String first =
                "{host_id: sw, capability: outlet.power, verb: 'off', selector: {external_ids: ['2']}, stage: %d}";
        String later =
                "{host_id: pve, capability: vm.lifecycle, verb: shutdown, selector: {external_ids: ['201']}, stage: 1}";

        Finding finding =
                only("path_cut", QUIET + "actions: [" + first.formatted(0) + ", " + later + "]");
        assertThat(finding.pointer()).isEqualTo("/actions/0/selector");
        assertThat(finding.message()).contains("sw/outlet:2", "pve", "a2");
        assertThat(codes(QUIET + "actions: [" + first.formatted(1) + ", " + later + "]"))
                .doesNotContain("path_cut");
        paths.put("pve", Set.of("sw"));
        assertThat(codes(QUIET + "actions: [" + first.formatted(0) + ", " + later + "]"))
                .contains("path_cut");
        paths.put("pve", Set.of("sw/outlet:3"));
        assertThat(codes(QUIET + "actions: [" + first.formatted(0) + ", " + later + "]"))
                .doesNotContain("path_cut");
    }

    @Test
    void force_within_half_a_minute_is_told() {
        String forced = STOP.replace("selector:", "escalate: [stop], timeout: 30s, selector:");

        assertThat(only("destructive_no_timeout", QUIET + forced))
                .extracting(Finding::severity, Finding::pointer)
                .containsExactly(Severity.INFO, "/actions/0/escalate");
        assertThat(codes(QUIET + forced.replace("30s", "31s")))
                .doesNotContain("destructive_no_timeout");
    }

    @Test
    @Requirement("POL-62")
    void what_nothing_undoes_is_left_out_of_recovery() {
        String off =
                "actions: [{host_id: sw, capability: outlet.power, verb: 'off', selector: {external_ids: ['2']}}]\n";

        assertThat(only("no_inverse", QUIET + off + RECOVERY).pointer())
                .isEqualTo("/actions/0/verb");
        assertThat(codes(QUIET + off)).doesNotContain("no_inverse");
        assertThat(codes(QUIET + STOP + RECOVERY)).doesNotContain("no_inverse");
    }

    @Test
    void an_excluded_host_is_told_by_either_of_its_ids() {
        assertThat(codes(QUIET + STOP + "safeties: {never_hosts: ['1']}"))
                .contains("never_host_used");
        assertThat(codes(QUIET + STOP + "safeties: {never_hosts: [sw]}"))
                .doesNotContain("never_host_used");
    }

    @Test
    void format_1_points_to_where_its_document_says_it() {
        runtimes.put("rack-a@lab", OptionalDouble.of(60));
        String document =
                """
                {"version": 1, "name": "abc", "conditions": {"all": []},
                 "trigger_group": {"triggers": [{"type": "ups.state", "equals": "LB", "ups": "rack-a"},
                                                {"type": "ups.state", "equals": "OB", "ups": "rack-a"}]},
                 "targets": {"host_id": "pve", "target_type": "vm", "selector": {"mode": "list", "value": "201"}},
                 "actions": [{"capability_id": "vm.lifecycle", "verb": "shutdown"}]}
                """;

        assertThat(compile(documents.read(document, "application/json")).findings())
                .extracting(finding -> finding.pointer() + " " + finding.code())
                .contains(
                        "/trigger_group/triggers/1/for no_debounce",
                        "/suppression_window window_vs_outage");
    }

    @Test
    @Requirement("EXE-74")
    void what_a_target_has_shown_to_take_counts_instead_of_its_budget() {
        runtimes.put("rack-a@lab", OptionalDouble.of(60));
        assertThat(codes(QUIET + STOP + RECOVERY)).contains("duration_vs_runtime");
        LearnedTime shown =
                new LearnedTime(
                        3, java.time.Duration.ofSeconds(9), java.time.Duration.ofSeconds(12));
        times =
                (target, capability, verb, params) ->
                        target.id().equals("vm:201") && verb.equals("shutdown")
                                ? java.util.Optional.of(shown)
                                : java.util.Optional.empty();
        assertThat(codes(QUIET + STOP + RECOVERY)).doesNotContain("duration_vs_runtime");
    }

    private Finding only(String code, String document) {
        List<Finding> found =
                yaml(document).findings().stream().filter(f -> f.code().equals(code)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<String> codes(String document) {
        return yaml(document).findings().stream().map(Finding::code).toList();
    }

    private PolicyReading yaml(String document) {
        return compile(documents.read(document, "application/yaml"));
    }

    private PolicyReading compile(PolicyReading reading) {
        return documents.compile(
                reading,
                inventory,
                new SiteView(
                        runtimes,
                        paths,
                        callsInFlight,
                        times,
                        SiteView.CONFIRM_OVER,
                        primaries,
                        UpsMeanings.NONE));
    }

    private static Capability.Verb verb(
            String name, int seconds, String inverse, boolean disruptive) {
        return new Capability.Verb(
                name,
                Capability.Effect.IDEMPOTENT,
                Capability.Confirm.STATE,
                Duration.ofSeconds(seconds),
                inverse,
                false,
                disruptive,
                false,
                false,
                Capability.DryRun.REQUIRED,
                List.of("verb", "target_id"),
                Map.of());
    }
}
