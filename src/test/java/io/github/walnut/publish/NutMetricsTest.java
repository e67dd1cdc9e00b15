package io.github.walnut.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NutMetricsTest {

    private static final String ID = "rack@lab";

    private final List<UpsFacts> facts = new ArrayList<>();
    private final NutMetrics nut = new NutMetrics(() -> facts);

    private static UpsFacts facts(Map<UpsState, UpsFacts.Holding> states, String... flags) {
        Sample sample =
                new Sample(
                        ID,
                        Instant.EPOCH,
                        1,
                        Sample.Poll.FULL,
                        Map.of(Metric.BATTERY_PERCENT, 97.0),
                        Set.of(flags),
                        String.join(" ", flags),
                        Map.of(),
                        List.of());
        return new UpsFacts(
                ID,
                states,
                sample,
                Instant.EPOCH,
                true,
                null,
                UpsFacts.PowerSource.MAINS,
                null,
                0,
                0,
                0,
                0,
                false,
                Instant.EPOCH);
    }

    private void poll(Sample.Poll kind, Map<String, String> variables) {
        nut.polled(new PollResult.Good(ID, Instant.EPOCH, kind, variables));
    }

    private String text() {
        return Exposition.PROMETHEUS.whole(nut.all());
    }

    @Test
    @Requirement("PM-2")
    void numbers_and_words_of_nut_have_the_names_of_its_exporters() {
        facts.add(facts(Map.of(), "OL", "CHRG", "ECO"));
        poll(
                Sample.Poll.FULL,
                Map.of(
                        "battery.charge", "97",
                        "input.voltage", "230,4 V",
                        "ups.beeper.status", "enabled",
                        "outlet.1.switchable", "no",
                        "ups.firmware", "FW 1.0",
                        "device.model", "Smart \"1500\"",
                        "device.uptime", "12",
                        "outlet.count", "4"));
        poll(Sample.Poll.FAST, Map.of("battery.charge", "96"));
        assertThat(text())
                .contains(
                        "# TYPE network_ups_tools_ups_status gauge\n",
                        "network_ups_tools_ups_status{flag=\"OL\",ups=\"rack@lab\"} 1\n",
                        "network_ups_tools_ups_status{flag=\"OB\",ups=\"rack@lab\"} 0\n",
                        "network_ups_tools_ups_status{flag=\"ECO\",ups=\"rack@lab\"} 1\n",
                        "network_ups_tools_battery_charge{ups=\"rack@lab\"} 96\n",
                        "network_ups_tools_input_voltage{ups=\"rack@lab\"} 230.4\n",
                        "network_ups_tools_ups_beeper_status{ups=\"rack@lab\"} 1\n",
                        "network_ups_tools_outlet_1_switchable{ups=\"rack@lab\"} 0\n",
                        "network_ups_tools_device_uptime{ups=\"rack@lab\"} 12\n",
                        "network_ups_tools_device_info{contact=\"\",description=\"\",location=\"\",macaddr=\"\",mfr=\"\",model=\"Smart \\\"1500\\\"\"")
                .doesNotContain("firmware", "outlet_count");
    }

    @Test
    @Requirement("PM-2")
    void one_ups_alone_has_no_label_with_its_name() {
        facts.add(facts(Map.of(), "OL"));
        poll(Sample.Poll.FULL, Map.of("battery.charge", "97"));
        assertThat(Exposition.PROMETHEUS.whole(nut.of(facts.get(0))))
                .contains(
                        "network_ups_tools_battery_charge 97\n",
                        "network_ups_tools_ups_status{flag=\"OL\"} 1\n")
                .doesNotContain("ups=");
    }

    @Test
    @Requirement({"PM-2", "PM-4"})
    void what_is_not_heard_has_no_series() {
        facts.add(
                facts(
                        Map.of(
                                UpsState.COMM_LOST,
                                new UpsFacts.Holding(Instant.EPOCH, 1, false, "deduced", false)),
                        "OL"));
        poll(Sample.Poll.FULL, Map.of("battery.charge", "97"));
        assertThat(text()).isEmpty();
        facts.clear();
        assertThat(text()).isEmpty();
        facts.add(facts(Map.of(), "OL"));
        assertThat(text()).as("what was known of a removed one is gone").isEmpty();
    }

    @Test
    @Requirement("PM-1")
    void open_metrics_knows_infos_and_counters_by_their_families() {
        MetricFamily info = MetricFamily.info("walnut_policy", "It").add("name", "a\nb\\", 1);
        MetricFamily count = MetricFamily.counter("walnut_things", "Things").add("of", "x", 2.5);
        assertThat(Exposition.OPEN_METRICS.whole(List.of(info, count)))
                .isEqualTo(
                        """
                        # HELP walnut_policy It
                        # TYPE walnut_policy info
                        walnut_policy_info{name="a\\nb\\\\"} 1
                        # HELP walnut_things Things
                        # TYPE walnut_things counter
                        walnut_things_total{of="x"} 2.5
                        # EOF
                        """);
        assertThat(Exposition.PROMETHEUS.whole(List.of(info, count)))
                .contains("# TYPE walnut_policy_info gauge", "# TYPE walnut_things_total counter");
        assertThat(Exposition.of("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"))
                .isEqualTo(Exposition.OPEN_METRICS);
        assertThat(Exposition.of(null)).isEqualTo(Exposition.PROMETHEUS);
    }
}
