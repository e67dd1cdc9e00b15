package io.github.walnut.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.simulation.Scenario.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {

    private final ScenarioReader reader = new ScenarioReader();

    @Test
    void reads_units_users_and_steps_in_order_of_time() {
        Scenario scenario =
                reader.read(
                        """
                ups:
                  - name: rack-a
                    variables: {ups.status: OL, battery.charge: "100"}
                    battery: {runtime: 10m, recharge: 1h}
                  - {name: unit, count: 3, variables: {ups.status: OL}}
                users:
                  - {name: monitor, password: secret, upsmon: primary}
                steps:
                  - {at: 20s, ups: rack-a, set: {ups.status: OL}}
                  - {at: 5s, ups: rack-a, set: {ups.status: OB DISCHRG}, fault: slow, for: 3s}
                repeat_after: 1m30s
                """);

        assertThat(scenario.units())
                .extracting(Scenario.Unit::name)
                .containsExactly("rack-a", "unit1", "unit2", "unit3");
        assertThat(scenario.units().get(0).battery().recharge()).isEqualTo(Duration.ofHours(1));
        assertThat(scenario.steps())
                .extracting(Scenario.Step::at)
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(20));
        assertThat(scenario.steps().get(0).fault()).isEqualTo(Fault.SLOW);
        assertThat(scenario.length()).isEqualTo(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ups: []|/ups: expected at least one UPS",
                "ups: [{name: a b, variables: {ups.status: OL}}]|/ups/0/name: expected a UPS name",
                "ups: [{name: a, variables: {}}]|/ups/0/variables/ups.status: expected the status",
                "ups: [{name: a, variables: {ups.status: OL}}, 7]|/ups/1: expected an object",
                "{ups: [{name: a, variables: {ups.status: OL}}], steps: [{at: soon}]}|/steps/0/at: expected a duration",
                "{ups: [{name: a, variables: {ups.status: OL}}], steps: [{ups: b}]}|/steps/0/ups: expected the name",
                "{ups: [{name: a, variables: {ups.status: OL}}], steps: [{fault: fire}]}|/steps/0/fault: expected none,",
                "{ups: [{name: a, variables: {ups.status: OL}}], pace: 3}|/pace: unknown, expected one of",
                "'{'|scenario: not YAML",
            })
    void refuses_what_it_does_not_understand_with_its_place(String yaml, String message) {
        assertThatThrownBy(() -> reader.read(yaml.replaceAll("^'|'$", "")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }
}
