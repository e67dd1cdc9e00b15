package io.github.walnut.policy.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyReading;
import io.github.walnut.policy.Recovery;
import io.github.walnut.policy.Trigger;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsTest {
    private static final String ACTIONS =
            "\nactions: [{host_id: h1, capability: power.control, verb: shutdown}]\n";
    private static final String TRIGGER = "\ntrigger: {type: ups.state, equals: OB}";
    private static final String WHOLE = "name: abc" + TRIGGER + ACTIONS;

    private final PolicyDocuments documents = new PolicyDocuments();

    @Test
    @Requirement("POL-70")
    void an_empty_object_lacks_exactly_name_trigger_and_actions() {
        assertThat(documents.read("{}", "application/json").findings())
                .allMatch(
                        f ->
                                f.severity() == Severity.BLOCKER
                                        && f.message().endsWith("is required"))
                .extracting(Finding::pointer)
                .containsExactly("/actions", "/name", "/trigger");
    }

    @ParameterizedTest
    @CsvSource({
        "1,/trigger_group",
        "'\"1\"',/trigger_group",
        "'\"1.0\"',/trigger_group",
        "'\"2.0\"',/trigger",
        "2,/trigger",
        "2.0,/trigger",
        "'\"2\"',/trigger",
        "3,/version",
        "'\"1.1\"',/version",
        "true,/version"
    })
    @Requirement("POL-1")
    void the_version_decides_the_format(String version, String missing) {
        PolicyReading reading =
                documents.read("{\"version\": " + version + "}", "application/json");

        assertThat(pointers(reading)).contains(missing);
        assertThat(reading.policy()).isNull();
    }

    @Test
    @Requirement("POL-1")
    void without_version_a_trigger_group_means_format_1() {
        assertThat(pointers(documents.read("{\"trigger_group\": {}}", "application/json")))
                .containsExactlyInAnyOrder(
                        "/name", "/trigger_group/triggers", "/conditions", "/targets", "/actions");
    }

    @Test
    @Requirement("POL-3")
    void unknown_keys_are_warned_of_and_leave_model_and_hash_as_they_are() {
        PolicyReading plain = yaml(WHOLE);
        PolicyReading odd =
                yaml(
                        "name: abc\ncolour: red\ntrigger: {type: ups.state, equals: OB, Ups: x}"
                                + ACTIONS);

        assertThat(odd.findings()).extracting(Finding::code).containsOnly("unknown_field");
        assertThat(odd.severity()).isEqualTo(Severity.WARN);
        assertThat(pointers(odd)).containsExactly("/colour", "/trigger/Ups");
        assertThat(odd.policy()).isEqualTo(plain.policy());
        assertThat(odd.hash()).isEqualTo(plain.hash());
    }

    @Test
    @Requirement({"POL-3", "POL-70"})
    void wrong_types_are_blockers_and_null_is_absent() {
        PolicyReading reading =
                yaml(
                        "name: 5\nenabled: yes\npriority: '10'\nstop_on_match: 1\nnotes: null\nlogic: any\n"
                                + "trigger: []\nactions: {}");

        assertThat(pointers(reading))
                .containsExactly(
                        "/actions",
                        "/enabled",
                        "/logic",
                        "/name",
                        "/priority",
                        "/stop_on_match",
                        "/trigger");
    }

    @Test
    @Requirement("POL-4")
    void what_is_too_large_is_refused_at_its_place() {
        assertThat(only(yaml(WHOLE + "notes: " + "x".repeat(4097))).pointer()).isEqualTo("/notes");
        assertThat(only(yaml(WHOLE + "notes: " + "x".repeat(262_144))).code())
                .isEqualTo("too_large");
        String deep = "[".repeat(40) + "]".repeat(40);
        assertThat(only(yaml(WHOLE + "x: " + deep)))
                .satisfies(f -> assertThat(f.code()).isEqualTo("too_deep"))
                .satisfies(f -> assertThat(f.pointer()).startsWith("/x/0/0/0"));
        String triggers = "{type: ups.state, equals: OB},".repeat(33);
        assertThat(only(yaml("name: abc\ntriggers: [" + triggers + "]" + ACTIONS)).pointer())
                .isEqualTo("/triggers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30s2m", "1.5m", "'90'", "2 m", "''", "366d"})
    @Requirement("POL-5")
    void a_bad_duration_is_a_blocker_at_its_field(String text) {
        PolicyReading reading =
                yaml(
                        "name: abc\ntrigger: {type: ups.state, equals: OB, for: "
                                + text
                                + "}"
                                + ACTIONS);

        assertThat(only(reading).pointer()).isEqualTo("/trigger/for");
        assertThat(only(reading).code()).isEqualTo("bad_duration");
    }

    @Test
    @Requirement("POL-6")
    void format_1_reads_the_safeties_of_format_2_without_a_warning() {
        PolicyReading reading =
                documents.read(
                        """
                        {"version": 1, "name": "abc", "description": "d",
                         "trigger_group": {"triggers": [{"type": "ups.state", "equals": "OB"}]},
                         "conditions": {"all": []}, "tests": [],
                         "safeties": {"never_hosts": ["dns"], "suppression_window": "7m"},
                         "targets": {"host_id": "h", "target_type": "vm", "selector": {"mode": "list", "value": "1"}},
                         "actions": [{"capability_id": "vm.lifecycle", "verb": "stop"}]}
                        """,
                        "application/json");

        assertThat(reading.findings()).isEmpty();
        assertThat(reading.policy().neverHosts()).containsExactly("dns");
        assertThat(reading.policy().suppression()).isEqualTo(Duration.ofMinutes(7));
        assertThat(reading.policy().description()).isEqualTo("d");
    }

    @Test
    @Requirement("POL-8")
    void defaults_are_those_of_the_format() {
        Policy policy = yaml(WHOLE).policy();

        assertThat(policy.enabled()).isTrue();
        assertThat(policy.priority()).isEqualTo(100);
        assertThat(policy.suppression()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.idempotency()).isEqualTo(Duration.ofMinutes(10));
        assertThat(policy.dynamicResolution()).isTrue();
        assertThat(policy.actions().get(0).id()).isEqualTo("a1");
        assertThat(policy.actions().get(0).continueOnError()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OB", "ob", "on_battery", "ON_BATTERY", "On_Battery"})
    @Requirement("POL-20")
    void states_are_words_or_flags_in_any_case(String word) {
        Trigger trigger =
                yaml("name: abc\ntrigger: {type: ups.state, equals: " + word + "}" + ACTIONS)
                        .policy()
                        .triggers()
                        .get(0);

        assertThat(((Trigger.InState) trigger).state()).isEqualTo(UpsState.OB);
    }

    @Test
    @Requirement({"POL-12", "POL-20", "POL-21", "POL-22", "POL-26"})
    void bad_members_of_triggers_are_found_all_at_once() {
        PolicyReading reading =
                yaml(
                        "name: abc\ntriggers:\n"
                                + "- {type: ups.state, equals: burning, at_least: 0, cause: [flood]}\n"
                                + "- {type: status_transition}\n"
                                + "- {type: duration, to: OB}\n"
                                + "- {type: magic}\n"
                                + "- {equals: OB}\n"
                                + "- {type: ups.state, ups: 5}\n"
                                + "- {type: metric.threshold, metric: colour, op: '<', value: 1}\n"
                                + "- {type: metric.threshold, metric: load, op: '<', value: low}\n"
                                + "- {type: metric.threshold, metric: load, op: in, value: 1}\n"
                                + "- {type: metric.threshold}"
                                + ACTIONS);

        assertThat(pointers(reading))
                .containsExactly(
                        "/triggers/0/at_least",
                        "/triggers/0/cause",
                        "/triggers/0/equals",
                        "/triggers/1/to",
                        "/triggers/2/stable_for",
                        "/triggers/3/type",
                        "/triggers/4/type",
                        "/triggers/5/equals",
                        "/triggers/5/ups",
                        "/triggers/6/metric",
                        "/triggers/7/value",
                        "/triggers/8/op",
                        "/triggers/9/metric",
                        "/triggers/9/op",
                        "/triggers/9/value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: timer.at, schedule: {}}|/trigger/schedule/at /trigger/schedule/repeat",
                "{type: schedule}|/trigger/schedule",
                "{type: schedule, schedule: {repeat: hourly, at: '24:00'}}|/trigger/schedule/at /trigger/schedule/repeat",
                "{type: schedule, schedule: {repeat: weekly, at: '02:00'}}|/trigger/schedule/days",
                "{type: schedule, schedule: {repeat: weekly, at: '02:00', days: [1]}}|/trigger/schedule/days",
                "{type: schedule, schedule: {repeat: monthly, at: '2:00', days: [0]}}|/trigger/schedule/at /trigger/schedule/days",
                "{type: schedule, schedule: {repeat: daily, at: '02:00', timezone: Mars/Base}}|/trigger/schedule/timezone",
                "{type: schedule, schedule: {repeat: daily, at: '02:00', timezone: '+02:00'}}|/trigger/schedule/timezone",
                "{type: timer.after}|/trigger/after /trigger/since_event",
                "{type: timer.after, after: 5, since_event: {}}|/trigger/after /trigger/since_event/equals /trigger/since_event/type",
                "{type: timer.after, after: 5m, since_event: {type: ups.state, equals: x}}|/trigger/since_event/equals",
                "{type: timer.after, after: 5m, since_event: {type: webhook.custom, equals: A b}}|/trigger/since_event/equals",
                "{type: webhook.custom}|/trigger/name",
                "{type: webhook.custom, name: X, match: [1], valid_for: soon}|/trigger/match /trigger/name /trigger/valid_for"
            })
    @Requirement({"POL-23", "POL-24", "POL-25", "POL-70"})
    void bad_members_of_timers_and_webhooks_are_found_all_at_once(String trigger, String pointers) {
        PolicyReading reading = yaml("name: abc\ntrigger: " + trigger + ACTIONS);

        assertThat(pointers(reading)).containsExactly(pointers.split(" "));
        assertThat(reading.policy()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "recovery: {mains_stable: 5, min_charge_pct: 101, if_charge_unknown: maybe, order: random}|/recovery/if_charge_unknown /recovery/mains_stable /recovery/min_charge_pct /recovery/order",
                "recovery: {stagger: x, timeout: 0s, retries: -1, max_wait: 366d, on_second_outage: panic}|/recovery/max_wait /recovery/on_second_outage /recovery/retries /recovery/stagger /recovery/timeout",
                "recovery: []|/recovery",
                "safeties: {global_lock: Not a slug}|/safeties/global_lock",
                "tests: [{}]|/tests/0/name /tests/0/then",
                "tests: [{name: a, given: {ups: {r: {colour: 1}}, targets: {x: running}}, then: {}}]|/tests/0/given/targets/x /tests/0/given/ups/r/colour",
                "tests: [{name: a, when: [{at: 5s}], then: {}}]|/tests/0/when/0/ups",
                "tests: [{name: a, when: [{at: 5s, fault: flood}, {at: 4s, event: x}], then: {}}]|/tests/0/when/0/fault /tests/0/when/1/at",
                "tests: [{name: a, when: [{at: 25h, fault: {kind: slow}}], then: {matches: x}}]|/tests/0/then/matches /tests/0/when/0/at /tests/0/when/0/fault/slow",
                "tests: [{name: a, then: {result: fine, dispatched: [{}], finally: {h/vm:1: dead}}}]|/tests/0/then/dispatched/0/target /tests/0/then/dispatched/0/verb /tests/0/then/finally/h~1vm:1 /tests/0/then/result"
            })
    @Requirement({"POL-62", "POL-70"})
    void bad_members_of_recovery_safeties_and_tests_are_found_all_at_once(
            String member, String pointers) {
        PolicyReading reading = yaml(WHOLE + member);

        assertThat(pointers(reading)).containsExactly(pointers.split(" "));
        assertThat(reading.policy()).isNull();
    }

    @Test
    @Requirement("POL-62")
    void a_recovery_block_has_defaults() {
        Recovery recovery = yaml(WHOLE + "recovery: {}").policy().recovery();

        assertThat(recovery)
                .isEqualTo(
                        new Recovery(
                                true,
                                null,
                                null,
                                false,
                                Recovery.Order.REVERSE,
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(5),
                                2,
                                Duration.ofHours(12),
                                Recovery.OnSecondOutage.STOP));
        assertThat(yaml(WHOLE).policy().recovery()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{scope: moon, field: x, op: '=', value: 1}|scope",
                "{scope: ups, field: colour, op: '=', value: 1}|field",
                "{scope: ups, field: charge_pct, op: '~', value: 1}|op",
                "{scope: ups, field: charge_pct, op: '<', value: low}|value",
                "{scope: ups, field: charge_pct, op: in, value: [1]}|op",
                "{scope: ups, field: status, op: '<', value: OB}|op",
                "{scope: ups, field: status, op: '=', value: [OB]}|value",
                "{scope: ups, field: status, op: in, value: OB}|value",
                "{scope: ups, field: status, op: '=', value: burning}|value",
                "{scope: ups, field: power_source, op: '=', value: sun}|value",
                "{scope: metric, field: status, op: '=', value: OB}|field",
                "{scope: ups, field: charge_pct, op: '<'}|value",
                "{scope: ups, field: charge_pct, op: '<', value: 1, if_unknown: maybe}|if_unknown",
                "{scope: host, field: charge_pct, op: '<', value: 1}|field",
                "{scope: host, field: reachable, op: '=', value: 'yes'}|value",
                "{scope: host, field: reachable, op: '<', value: true}|op",
                "{scope: host, field: state, op: '=', value: tired}|value",
                "{scope: host, field: 'label:', op: '=', value: a}|field",
                "{scope: host, field: 'label:a', op: '<', value: a}|op",
                "{scope: host, field: os_type, op: '=', value: 5}|value",
                "{scope: vm, field: state, op: '=', value: asleep}|value",
                "{scope: vm, field: state, op: '=', value: running, quantifier: most}|quantifier",
                "{scope: vm, field: reachable, op: '=', value: true}|field",
                "{scope: outage, field: age_seconds, op: '>', value: old}|value",
                "{scope: outage, field: count_matching, op: '>', value: 1}|field"
            })
    @Requirement({"POL-30", "POL-31"})
    void a_condition_that_cannot_compare_is_a_blocker_at_the_member(
            String condition, String member) {
        PolicyReading reading = yaml(WHOLE + "conditions: {any: [" + condition + "]}");

        assertThat(only(reading).severity()).isEqualTo(Severity.BLOCKER);
        assertThat(only(reading).pointer()).isEqualTo("/conditions/any/0/" + member);
    }

    @Test
    @Requirement("POL-34")
    void a_bad_selector_is_a_blocker_at_its_value() {
        String v1 =
                """
                {"version": 1, "name": "abc", "conditions": {"all": []},
                 "trigger_group": {"triggers": [{"type": "ups.state", "equals": "OB"}]},
                 "targets": {"host_id": "h", "target_type": "vm", "selector": {"mode": "list", "value": "201,,203"}},
                 "actions": [{"capability_id": "vm.lifecycle", "verb": "stop"}]}
                """;
        assertThat(only(documents.read(v1, "application/json")).pointer())
                .isEqualTo("/targets/selector/value");

        PolicyReading v2 =
                yaml(
                        "name: abc"
                                + TRIGGER
                                + "\nactions: [{host_id: h, capability: vm.lifecycle, verb: stop, selector:"
                                + " {external_ids: ['1', '5-2', 'a,b'], query: 'name ='}}]");
        assertThat(pointers(v2))
                .containsExactly(
                        "/actions/0/selector/external_ids/1",
                        "/actions/0/selector/external_ids/2",
                        "/actions/0/selector/query");
    }

    @Test
    @Requirement("POL-72")
    void order_of_keys_and_explicit_defaults_do_not_change_the_hash_but_order_of_lists_does() {
        String first = "- {type: ups.state, equals: OB}\n";
        String second = "- {type: ups.state, equals: LB}\n";
        PolicyReading plain = yaml("name: abc\ntriggers:\n" + first + second + ACTIONS);
        PolicyReading explicit =
                yaml(
                        ACTIONS
                                + "triggers:\n- {for: 0s, equals: ob, type: ups.state, at_least: 1}\n"
                                + second
                                + "logic: ANY\nenabled: true\nname: abc");
        PolicyReading swapped = yaml("name: abc\ntriggers:\n" + second + first + ACTIONS);

        assertThat(explicit.hash()).isEqualTo(plain.hash());
        assertThat(swapped.hash()).isNotEqualTo(plain.hash());
        PolicyReading disabled =
                yaml("name: abc\nenabled: false\ntriggers:\n" + first + second + ACTIONS);
        assertThat(disabled.hash()).isEqualTo(plain.hash());
        PolicyReading renamed =
                yaml("name: other\npriority: 3\nnotes: n\ntriggers:\n" + first + second + ACTIONS);
        assertThat(renamed.hash()).isNotEqualTo(plain.hash());
        assertThat(renamed.behaviourHash()).isEqualTo(plain.behaviourHash());
        assertThat(plain.canonical()).startsWith("{\"actions\":[{").doesNotContain(": ", ", ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: &a abc\nnotes: *a",
                "name: on\npriority: 010",
                "name: 'x${jndi:ldap://x}'",
                "name: \"\\u202Eabc\\uD83D\\uDE00\"",
                "name: 'abc\"); insert(new Stop(0, true, null)); //'"
            })
    void text_is_text_whatever_it_looks_like(String head) {
        PolicyReading reading = yaml(head + TRIGGER + ACTIONS);

        assertThat(reading.findings()).allMatch(f -> f.pointer().equals("/name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "5",
                "{",
                "{\"a\":1}x",
                "a: b: c",
                "--- 1\n--- 2",
                "? [a]\n: b",
                "a: !!js x",
                "a: 1\na: 2",
                "\"text\"",
                "a: *b",
                "\t",
                "%YAML 9",
                "a: 'open",
                "null"
            })
    @Requirement("POL-4")
    void what_is_no_document_gives_one_finding_for_the_whole(String text) {
        for (String type : List.of("application/json", "application/yaml")) {
            PolicyReading reading = documents.read(text, type);
            assertThat(reading.blocked()).isTrue();
            assertThat(reading.policy()).isNull();
        }
    }

    @Test
    @Requirement("POL-4")
    void aliases_cannot_multiply_beyond_the_limit() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 8; i++) {
            bomb.append("a%d: &a%d [%s]%n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(7)));
        }

        assertThat(only(yaml(bomb.toString())).code()).isEqualTo("not_yaml");
    }

    @Test
    @Requirement("POL-4")
    void numbers_that_would_fill_the_memory_are_refused() {
        assertThat(only(yaml(WHOLE + "x: 1e999")).pointer()).isEqualTo("/x");
        assertThat(documents.read("{\"x\": 1e999999999}", "application/json").blocked()).isTrue();
        assertThat(
                        documents
                                .read("{\"x\": " + "[".repeat(100_000) + "}", "application/json")
                                .blocked())
                .isTrue();
    }

    @Property(tries = 300)
    void no_text_breaks_the_readers(@ForAll String text, @ForAll @IntRange(max = 2) int place) {
        String quoted = "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        String document =
                switch (place) {
                    case 0 -> text;
                    case 1 -> "{\"name\": " + quoted + ", " + quoted + ": 1}";
                    default ->
                            "{\"trigger\": {\"type\": \"ups.state\", \"equals\": " + quoted + "}}";
                };

        assertThat(documents.read(document, "application/json").findings()).isNotEmpty();
        assertThat(documents.read(document, "application/yaml").findings()).isNotEmpty();
    }

    private PolicyReading yaml(String text) {
        return documents.read(text, "application/yaml");
    }

    private static Finding only(PolicyReading reading) {
        assertThat(reading.findings()).hasSize(1);
        return reading.findings().get(0);
    }

    private static List<String> pointers(PolicyReading reading) {
        return reading.findings().stream().map(Finding::pointer).toList();
    }
}
