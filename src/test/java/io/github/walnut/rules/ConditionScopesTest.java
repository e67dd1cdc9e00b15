package io.github.walnut.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.HostContact;
import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Decision;
import io.github.walnut.ups.Outage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions about hosts, targets and outages, on what is known when the triggers are met. */
class ConditionScopesTest {
    private static final String ACTIONS =
            """
            actions:
              - {host_id: h1, capability: vm.lifecycle, verb: shutdown, target_type: vm, selector: {external_ids: ['1-9']}}
              - {host_id: h2, capability: vm.lifecycle, verb: shutdown, target_type: vm, selector: {external_ids: ['1-9']}}
            """;

    private final Scene scene = new Scene();

    @BeforeEach
    void mains() {
        scene.poll("a@s", "OL");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reachable|'='|true|CONDITION_FALSE",
                "reachable|'!='|true|CONDITION_FALSE",
                "reachable, host: h1|'='|true|MATCHED",
                "reachable, host: h2|'='|false|MATCHED",
                "latency_ms, host: h1|'<'|50|MATCHED",
                "latency_ms, host: h2|'<'|50|CONDITION_UNKNOWN",
                "state, host: h1|'='|connected|MATCHED",
                "state, host: h2|'='|needs_review|MATCHED",
                "state, host: h2|'in'|[connected, degraded]|CONDITION_FALSE",
                "state, host: h3|'='|connected|CONDITION_UNKNOWN",
                "'label:rack'|'='|b|MATCHED",
                "'label:none'|'='|b|CONDITION_UNKNOWN",
                "os_type, host: h1|'='|linux|MATCHED",
                "os_type, host: h2|'='|linux|CONDITION_UNKNOWN"
            })
    @Requirement({"POL-30", "POL-31", "POL-32"})
    void a_host_is_what_was_last_seen_of_it_and_without_a_name_all_must_satisfy(
            String field, String op, String value, Decision.Kind expected) {
        scene.site.contacts.put("h1", new HostContact(scene.now, true, 12L));
        scene.site.contacts.put("h2", new HostContact(scene.now, false, null));
        scene.site.states.put("h2", Host.State.NEEDS_REVIEW);
        scene.site.labels.put("h1", Map.of("rack", "b", "os_type", "linux"));
        scene.site.labels.put("h2", Map.of("rack", "b"));
        put("{scope: host, field: " + field + ", op: " + op(op) + ", value: " + value + "}");

        assertThat(outage()).extracting(Decision::kind).containsExactly(expected);
    }

    @Test
    @Requirement({"POL-31", "EXE-4"})
    void what_was_seen_at_a_host_is_unknown_after_two_minutes() {
        scene.site.contacts.put("h1", new HostContact(scene.now.minusSeconds(120), true, 9L));
        put("{scope: host, host: h1, field: reachable, op: '=', value: true}");

        assertThat(outage()).extracting(Decision::kind).containsExactly(Decision.Kind.MATCHED);

        scene.poll("a@s", "OL");
        scene.pass("1s");
        Decision late = outage().get(0);
        assertThat(late.kind()).isEqualTo(Decision.Kind.CONDITION_UNKNOWN);
        assertThat(late.detail()).isEqualTo("/conditions/all/0");
        Condition.Result seen = late.conditions().get(0);
        assertThat(seen.value()).isEqualTo(true);
        assertThat(seen.ageSeconds()).isEqualTo(121.0);
        assertThat(seen.verdict()).isEqualTo(Condition.Verdict.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "count_matching|'='|3|MATCHED",
                "count_matching, host: h1|'='|2|MATCHED",
                "count_matching|'>'|3|CONDITION_FALSE",
                "state|'='|running|MATCHED",
                "state, quantifier: all|'='|running|CONDITION_FALSE",
                "state, quantifier: all, host: h2|'='|running|MATCHED",
                "state|'='|paused|CONDITION_FALSE",
                "state|'in'|[paused, stopped]|MATCHED",
                "state, quantifier: all|'!='|paused|MATCHED"
            })
    @Requirement({"POL-30", "POL-31"})
    void targets_are_those_that_the_selectors_yield_now(
            String field, String op, String value, Decision.Kind expected) {
        scene.site.vm("h1", "1", "running", scene.now);
        scene.site.vm("h1", "2", "stopped", scene.now);
        scene.site.vm("h2", "1", "running", scene.now);
        scene.site.vm("h2", "77", "paused", scene.now);
        put("{scope: vm, field: " + field + ", op: " + op(op) + ", value: " + value + "}");

        assertThat(outage()).extracting(Decision::kind).containsExactly(expected);
    }

    @Test
    @Requirement({"POL-31", "EXE-4"})
    void targets_that_were_not_read_for_five_minutes_are_unknown_unless_told_otherwise() {
        scene.site.vm("h1", "1", "running", scene.now.minusSeconds(301));
        scene.site.vm("h2", "1", "running", scene.now);
        put("{scope: vm, field: count_matching, op: '=', value: 2}");
        scene.put(2, policy("{scope: vm, field: count_matching, op: '=', value: 2, max_age: 10m}"));
        scene.put(3, policy("{scope: vm, field: state, op: '=', value: running}"));
        scene.put(
                4,
                policy(
                        "{scope: vm, field: state, op: '=', value: running, quantifier: all,"
                                + " if_unknown: match}"));

        List<Decision> decisions = outage();

        assertThat(decisions)
                .extracting(Decision::kind)
                .containsExactly(
                        Decision.Kind.CONDITION_UNKNOWN,
                        Decision.Kind.MATCHED,
                        Decision.Kind.MATCHED,
                        Decision.Kind.MATCHED);
        assertThat(decisions.get(2).conditions().get(0).value()).isEqualTo("running 2");
        assertThat(decisions.get(3).conditions().get(0).verdict())
                .isEqualTo(Condition.Verdict.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "age_seconds,'>=',90,MATCHED",
        "age_seconds,'>',90,CONDITION_FALSE",
        "episode,'=',2,MATCHED",
        "min_charge_pct,'<',50,MATCHED",
        "min_charge_pct,'<',40,CONDITION_FALSE"
    })
    @Requirement({"POL-30", "POL-31"})
    void an_outage_has_an_age_episodes_and_a_lowest_charge(
            String field, String op, String value, Decision.Kind expected) {
        scene.session.learn(
                new Outage(
                        Scene.OUTAGE,
                        new UUID(1, 1),
                        "a@s",
                        scene.now.minusSeconds(90),
                        null,
                        2,
                        42.0,
                        null,
                        null,
                        null));
        put("{scope: outage, field: " + field + ", op: '" + op + "', value: " + value + "}");

        assertThat(outage()).extracting(Decision::kind).containsExactly(expected);
    }

    @Test
    @Requirement("POL-31")
    void without_an_outage_everything_about_it_is_unknown() {
        scene.put(
                1,
                ACTIONS
                        + "trigger: {type: ups.state, equals: ALARM}\nconditions: {all: [{scope:"
                        + " outage, field: episode, op: '>=', value: 1}]}");

        assertThat(scene.poll("a@s", "OL ALARM"))
                .extracting(Decision::kind)
                .containsExactly(Decision.Kind.CONDITION_UNKNOWN);
    }

    @Test
    @Requirement("POL-32")
    void facts_of_a_ups_that_was_removed_are_unknown() {
        scene.poll("b@s", "OL");
        put("{scope: ups, ups: b, field: status, op: '=', value: OL}");

        assertThat(outage()).extracting(Decision::kind).containsExactly(Decision.Kind.MATCHED);

        scene.forget("b@s");
        scene.poll("a@s", "OL");
        assertThat(outage())
                .extracting(Decision::kind)
                .containsExactly(Decision.Kind.CONDITION_UNKNOWN);
    }

    private static String op(String op) {
        return op.startsWith("'") ? op : "'" + op + "'";
    }

    private void put(String condition) {
        scene.put(1, policy(condition));
    }

    private static String policy(String condition) {
        return ACTIONS
                + "safeties: {suppression_window: 0s}\n"
                + "trigger: {type: ups.state, equals: OB, ups: a}\nconditions: {all: ["
                + condition
                + "]}";
    }

    private List<Decision> outage() {
        return scene.poll("a@s", "OB");
    }
}
