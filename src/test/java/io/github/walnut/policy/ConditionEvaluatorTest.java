package io.github.walnut.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.inventory.FakeInventory;
import io.github.walnut.policy.Condition.Verdict;
import io.github.walnut.policy.json.PolicyDocuments;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionEvaluatorTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ConditionEvaluator evaluator =
            new ConditionEvaluator(new FactAge(Duration.ofSeconds(15)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ups|status|'='|OB|TRUE",
                "ups|status|'!='|OB|FALSE",
                "ups|status|'in'|[OL, CHRG]|FALSE",
                "ups|status|'in'|[OL, on_battery]|TRUE",
                "ups|charge_pct|'<'|50.0000000001|FALSE",
                "ups|charge_pct|'<='|50|TRUE",
                "ups|charge_pct|'='|50.0000000001|TRUE",
                "ups|charge_pct|'!='|50|FALSE",
                "metric|load|'>'|1|UNKNOWN",
                "metric|runtime_minutes|'<'|10.1|TRUE",
                "metric|on_battery_seconds|'>='|12|TRUE",
                "metric|flaps_10m|'>'|2|FALSE",
                "ups|power_source|'='|battery|TRUE",
                "ups|power_source|'in'|[mains, bypass]|FALSE",
                "ups|var:ups.beeper.status|'='|enabled|TRUE",
                "ups|var:ups.beeper.status|'!='|enabled|FALSE",
                "ups|var:ups.beeper.status|'>'|5|UNKNOWN",
                "ups|var:battery.voltage|'<'|13|TRUE",
                "ups|var:none|'='|x|UNKNOWN"
            })
    @Requirement({"POL-30", "POL-31"})
    void compares_what_is_known(
            String scope, String field, String op, String value, Verdict verdict) {
        String condition =
                "{scope: %s, field: '%s', op: '%s', value: %s}"
                        .formatted(scope, field, op.replace("'", ""), value);

        ConditionEvaluator.Outcome outcome =
                evaluate("all: [" + condition + "]", "a@s", Map.of("a@s", facts("a@s", 3)));

        assertThat(outcome.verdict()).isEqualTo(verdict);
        assertThat(outcome.results()).hasSize(1);
        assertThat(outcome.results().get(0).ageSeconds()).isEqualTo(3.0);
    }

    @ParameterizedTest
    @CsvSource({"15,TRUE", "16,UNKNOWN"})
    @Requirement("POL-31")
    void a_value_that_is_too_old_is_unknown(long age, Verdict verdict) {
        Map<String, UpsFacts> facts = Map.of("a@s", facts("a@s", age));
        String charge = "{scope: ups, field: charge_pct, op: '<', value: 60";

        assertThat(evaluate("all: [" + charge + "}]", "a@s", facts).verdict()).isEqualTo(verdict);
        assertThat(evaluate("all: [" + charge + ", max_age: 5s}]", "a@s", facts).verdict())
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(
                        evaluate(
                                        "all: [" + charge + ", max_age: 5s, if_unknown: match}]",
                                        "a@s",
                                        facts)
                                .holds())
                .isTrue();
    }

    @Test
    @Requirement("POL-31")
    void being_on_battery_is_known_through_silence_and_other_states_are_not() {
        Map<String, UpsFacts> facts = Map.of("a@s", facts("a@s", 60));

        assertThat(status("OB", facts)).isEqualTo(Verdict.TRUE);
        assertThat(status("LB", facts)).isEqualTo(Verdict.UNKNOWN);
        assertThat(status("comm_lost", facts)).isEqualTo(Verdict.FALSE);
    }

    @Test
    @Requirement("POL-30")
    void all_must_hold_and_one_of_any() {
        Map<String, UpsFacts> facts = Map.of("a@s", facts("a@s", 0));
        String yes = "{scope: ups, field: charge_pct, op: '<', value: 60}";
        String no = "{scope: ups, field: charge_pct, op: '>', value: 60}";

        assertThat(
                        evaluate(
                                        "all: [" + yes + "]\n  any: [" + no + ", " + yes + "]",
                                        "a@s",
                                        facts)
                                .holds())
                .isTrue();
        ConditionEvaluator.Outcome none =
                evaluate("all: [" + yes + "]\n  any: [" + no + ", " + no + "]", "a@s", facts);
        assertThat(none.verdict()).isEqualTo(Verdict.FALSE);
        assertThat(none.pointer()).isEqualTo("/conditions/any/0");
        assertThat(none.results()).hasSize(3);
    }

    @Test
    @Requirement("POL-32")
    void a_condition_is_about_the_ups_that_matched_or_the_one_it_names() {
        Map<String, UpsFacts> facts = Map.of("a@s", facts("a@s", 0), "b@s", facts("b@s", 99));
        String charge = "{scope: ups, field: charge_pct, op: '<', value: 60";

        assertThat(evaluate("all: [" + charge + "}]", "b@s", facts).verdict())
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(evaluate("all: [" + charge + ", ups: A}]", "b@s", facts).holds()).isTrue();
        assertThat(evaluate("all: [" + charge + "}]", null, facts).verdict())
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(evaluate("all: [" + charge + "}]", null, Map.of("a@s", facts("a@s", 0))).holds())
                .isTrue();
    }

    private Verdict status(String word, Map<String, UpsFacts> facts) {
        return evaluate(
                        "all: [{scope: ups, field: status, op: '=', value: " + word + "}]",
                        "a@s",
                        facts)
                .verdict();
    }

    private ConditionEvaluator.Outcome evaluate(
            String conditions, String subject, Map<String, UpsFacts> facts) {
        PolicyReading reading =
                new PolicyDocuments()
                        .read(
                                "name: abc\ntrigger: {type: ups.state, equals: OB}\n"
                                        + "actions: [{host_id: h, capability: power.control, verb: off}]\n"
                                        + "conditions:\n  "
                                        + conditions,
                                "application/yaml");
        assertThat(reading.findings()).isEmpty();
        return evaluator.evaluate(
                reading.policy(),
                subject,
                new ConditionFacts(facts, new FakeInventory(), Map.of()),
                NOW);
    }

    private static UpsFacts facts(String ups, long ageSeconds) {
        Instant at = NOW.minusSeconds(ageSeconds);
        Map<Metric, Double> values =
                Map.of(Metric.BATTERY_PERCENT, 50.0, Metric.RUNTIME_SECONDS, 600.0);
        Map<String, String> variables =
                Map.of("ups.beeper.status", "enabled", "battery.voltage", "12,9 V");
        return new UpsFacts(
                ups,
                Map.of(UpsState.OB, new Holding(at, 1, false, "reported", false)),
                new Sample(
                        ups,
                        at,
                        1,
                        Sample.Poll.FULL,
                        values,
                        Set.of("OB"),
                        "OB",
                        variables,
                        List.of()),
                at,
                true,
                null,
                UpsFacts.PowerSource.BATTERY,
                null,
                1,
                12,
                40,
                2,
                false,
                at);
    }
}
