package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.ups.SampleNormalizer.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleNormalizerTest {

    private UpsProfiles profiles = UpsProfiles.none();

    @Test
    @Requirement("NUT-50")
    void a_sample_carries_every_field_that_the_device_reports() {
        Sample sample =
                read(
                        "ups.status",
                        "OL CHRG",
                        "battery.charge",
                        "98",
                        "battery.runtime",
                        "1460",
                        "ups.load",
                        "23",
                        "input.voltage",
                        "229.5",
                        "output.voltage",
                        "230",
                        "input.frequency",
                        "50.1",
                        "output.frequency",
                        "50",
                        "battery.voltage",
                        "27.3",
                        "ups.realpower",
                        "140",
                        "ups.power",
                        "160",
                        "ups.temperature",
                        "31");

        assertThat(sample.values()).hasSize(Metric.values().length);
        assertThat(sample.value(Metric.BATTERY_PERCENT)).isEqualTo(98);
        assertThat(sample.value(Metric.TEMPERATURE_C)).isEqualTo(31);
        assertThat(sample.flags()).containsExactly("CHRG", "OL");
        assertThat(sample.status()).isEqualTo("OL CHRG");
        assertThat(sample.suspect()).isEmpty();
    }

    @ParameterizedTest
    @Requirement("NUT-50")
    @CsvSource({
        "battery.charge.approx, 55, BATTERY_PERCENT",
        "input.L1-N.voltage, 55, INPUT_VOLTAGE",
        "output.L1-N.voltage, 55, OUTPUT_VOLTAGE",
        "battery.temperature, 55, TEMPERATURE_C",
        "ambient.temperature, 55, TEMPERATURE_C"
    })
    void a_fallback_serves_when_the_first_variable_is_missing(
            String variable, String text, Metric metric) {
        assertThat(read("ups.status", "OL", variable, text).value(metric)).isEqualTo(55);
    }

    @Test
    @Requirement("NUT-50")
    void load_and_power_are_derived_from_each_other_by_the_nominal_power() {
        Sample power = read("ups.status", "OL", "ups.load", "25", "ups.realpower.nominal", "800");
        Sample load =
                read("ups.status", "OL", "ups.realpower", "200", "ups.realpower.nominal", "800");

        assertThat(power.value(Metric.POWER_WATTS)).isEqualTo(200);
        assertThat(load.value(Metric.LOAD_PERCENT)).isEqualTo(25);
    }

    @ParameterizedTest
    @Requirement({"NUT-50", "NUT-51"})
    @CsvSource({
        "battery.charge, 105, BATTERY_PERCENT, 100",
        "battery.charge, 100.5, BATTERY_PERCENT, 100",
        "battery.charge, 105.1, BATTERY_PERCENT,",
        "battery.charge, -1, BATTERY_PERCENT,",
        "battery.runtime, 604800, RUNTIME_SECONDS, 604800",
        "battery.runtime, 604801, RUNTIME_SECONDS,",
        "ups.load, 300, LOAD_PERCENT, 300",
        "ups.load, 301, LOAD_PERCENT,",
        "input.voltage, 1000.1, INPUT_VOLTAGE,",
        "output.voltage, -0.1, OUTPUT_VOLTAGE,",
        "input.frequency, 501, INPUT_FREQUENCY,",
        "output.frequency, 501, OUTPUT_FREQUENCY,",
        "battery.voltage, 2001, BATTERY_VOLTAGE,",
        "ups.realpower, 10000001, POWER_WATTS,",
        "ups.power, 10000001, POWER_VA,",
        "ups.temperature, -40, TEMPERATURE_C, -40",
        "ups.temperature, 151, TEMPERATURE_C,",
        "ups.load, n/a, LOAD_PERCENT,"
    })
    void what_is_out_of_range_is_absent_and_suspect(
            String variable, String text, Metric metric, Double expected) {
        Sample sample = read("ups.status", "OL", variable, text);

        assertThat(sample.value(metric)).isEqualTo(expected);
        assertThat(sample.suspect().contains(metric)).isEqualTo(expected == null);
    }

    @Test
    @Requirement("NUT-51")
    void a_status_alone_is_a_valid_sample_without_any_number() {
        Sample sample = read("ups.status", "OL");

        assertThat(sample.values()).isEmpty();
        assertThat(sample.value(Metric.LOAD_PERCENT)).isNull();
    }

    @Test
    @Requirement("NUT-51")
    void a_poll_without_status_is_a_protocol_failure() {
        assertThat(reading(Map.of("battery.charge", "100")))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.cause()).isEqualTo("protocol"));
    }

    @Test
    @Requirement("NUT-55")
    void wait_is_no_sample_but_a_stale_device() {
        assertThat(reading(Map.of("ups.status", "WAIT")))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.cause()).isEqualTo("stale"));
    }

    @Test
    @Requirement("NUT-55")
    void tokens_are_read_in_any_case_and_order_and_only_whole() {
        Sample sample = read("ups.status", "  dischrg\tOB  ob Lb XOFF ");

        assertThat(sample.flags()).containsExactly("DISCHRG", "LB", "OB", "XOFF");
        assertThat(sample.has(UpsState.OFF)).isFalse();
    }

    @ParameterizedTest
    @Requirement("NUT-53")
    @CsvSource({
        "OL, 100, 65535,",
        "OB, 50, 65535,",
        "OL, 100, -1,",
        "OL, 20, 0,",
        "OB, 20, 0,",
        "OB, 19, 0, 0",
        "OB LB, 50, 0, 0",
        "OB, 50, 65534, 65534"
    })
    void a_runtime_that_means_nothing_is_absent(
            String status, String charge, String runtime, Double expected) {
        Sample sample =
                read("ups.status", status, "battery.charge", charge, "battery.runtime", runtime);

        assertThat(sample.value(Metric.RUNTIME_SECONDS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @Requirement("NUT-53")
    @CsvSource({"OL,", "OL LB, 0", "OB, 0", "OB LB, 0"})
    void a_charge_of_zero_on_mains_without_lb_is_absent(String status, Double expected) {
        assertThat(read("ups.status", status, "battery.charge", "0").value(Metric.BATTERY_PERCENT))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @Requirement("NUT-53")
    @CsvSource({
        "OL, OL, 1000, 5001, true",
        "OL, OL, 1000, 5000, false",
        "OL, OL, 5001, 1000, true",
        "OL, OB, 5001, 1000, false",
        "OB, OB, 5001, 1000, false"
    })
    void a_jump_of_the_runtime_on_mains_is_kept_but_suspect(
            String before, String now, String then, String runtime, boolean suspect) {
        Sample first = read("ups.status", before, "battery.runtime", then);
        Sample second =
                sample(
                        new SampleNormalizer(profiles)
                                .read(
                                        poll(Map.of("ups.status", now, "battery.runtime", runtime)),
                                        2,
                                        first));

        assertThat(second.value(Metric.RUNTIME_SECONDS)).isEqualTo(Double.valueOf(runtime));
        assertThat(second.suspect().contains(Metric.RUNTIME_SECONDS)).isEqualTo(suspect);
    }

    @Test
    @Requirement("NUT-53")
    void a_profile_names_the_sentinels_of_a_firmware() {
        profiles =
                UpsProfiles.read(
                        List.of("# comment", "", "ACME | Power | 1. | battery_percent | 99"));

        assertThat(charge("ACME Inc", "PowerOne", "1.2")).isNull();
        assertThat(charge("ACME Inc", "PowerOne", "2.0")).isEqualTo(99);
        assertThat(charge("Other", "PowerOne", "1.2")).isEqualTo(99);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a | b | c | battery_percent; five cells",
                "a | b | c | nothing | 5; no such metric",
                "a | b | c | load_percent | x; no such number"
            })
    void a_profile_that_cannot_be_read_is_named(String line, String complaint) {
        assertThatThrownBy(() -> UpsProfiles.read(List.of(line)))
                .hasMessageContaining(line)
                .hasMessageContaining(complaint);
    }

    private Double charge(String manufacturer, String model, String firmware) {
        return read(
                        "ups.status",
                        "OL",
                        "battery.charge",
                        "99",
                        "ups.mfr",
                        manufacturer,
                        "ups.model",
                        model,
                        "ups.firmware",
                        firmware)
                .value(Metric.BATTERY_PERCENT);
    }

    private Sample read(String... pairs) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            variables.put(pairs[i], pairs[i + 1]);
        }
        return sample(reading(variables));
    }

    private Reading reading(Map<String, String> variables) {
        return new SampleNormalizer(profiles).read(poll(variables), 1, null);
    }

    private static PollResult.Good poll(Map<String, String> variables) {
        return new PollResult.Good(Lab.UPS, Lab.START, Sample.Poll.FULL, variables);
    }

    private static Sample sample(Reading reading) {
        return ((Reading.Valid) reading).sample();
    }
}
