package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.ups.SyntheticEvents.Injection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Requirement("NUT-76")
class SyntheticEventsTest {

    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    private final Lab lab = new Lab();
    private final SyntheticEvents synthetic = new SyntheticEvents(() -> new UUID(1, 1));

    @Test
    void an_injected_loss_of_mains_holds_on_the_overlay_and_leaves_the_facts() {
        lab.poll("OL CHRG", "battery.charge", "90");
        UpsFacts facts = lab.facts();

        Injection loss =
                synthetic.state(facts, UpsState.OL, UpsState.OB, TWO_MINUTES, lab.clock.now());

        assertThat(loss.event().synthetic()).isTrue();
        assertThat(loss.event().name()).isEqualTo("mains_lost");
        assertThat(loss.event().outageId()).isNull();
        assertThat(loss.event().attrs())
                .containsOnlyKeys(
                        "state",
                        "flag",
                        "entered",
                        "initial",
                        "from",
                        "to",
                        "since",
                        "battery_percent",
                        "runtime_seconds")
                .containsEntry("from", List.of("OL"))
                .containsEntry("to", List.of("CHRG", "OB"))
                .containsEntry("battery_percent", 90.0);
        assertThat(loss.overlay().holds(UpsState.OB)).isTrue();
        assertThat(loss.overlay().has(UpsState.OL)).isFalse();
        assertThat(loss.overlay().states().get(UpsState.OB).since())
                .isEqualTo(lab.clock.now().minus(TWO_MINUTES));
        assertThat(loss.overlay().powerSource()).isEqualTo(UpsFacts.PowerSource.BATTERY);
        assertThat(loss.overlay().onBatterySeconds()).isEqualTo(120);
        assertThat(lab.facts()).isEqualTo(facts);
        assertThat(lab.facts().has(UpsState.OB)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(UpsState.class)
    void every_state_can_be_injected_even_into_a_ups_that_was_never_heard(UpsState state) {
        lab.keep(lab.fleet.listed("lab", List.of("rack-b")));

        Injection injection =
                synthetic.state(lab.facts(), UpsState.ECO, state, TWO_MINUTES, lab.clock.now());

        assertThat(injection.overlay().known()).isTrue();
        assertThat(injection.overlay().holds(state)).isTrue();
        assertThat(injection.overlay().reachable()).isEqualTo(state != UpsState.COMM_LOST);
        assertThat(injection.event().attrs()).containsEntry("state", state.word());
    }

    @Test
    void an_injected_number_stands_in_the_sample_of_the_overlay() {
        lab.poll("OL", "battery.charge", "90");
        Threshold low =
                new Threshold(
                        "charge_pct", Threshold.Op.LE, 20, Duration.ZERO, Severity.WARN, false);

        Injection injection = synthetic.metric(lab.facts(), low, 12, TWO_MINUTES, lab.clock.now());

        assertThat(injection.overlay().last().value(Metric.BATTERY_PERCENT)).isEqualTo(12);
        assertThat(injection.event().name()).isEqualTo("threshold_crossed");
        assertThat(injection.event().attrs())
                .containsOnlyKeys(
                        "metric", "op", "limit", "value", "for_s", "crossed", "initial", "since")
                .containsEntry("value", 12.0);
        assertThat(lab.facts().last().value(Metric.BATTERY_PERCENT)).isEqualTo(90);
    }

    @Test
    void a_number_that_no_sample_has_is_refused() {
        Threshold odd =
                new Threshold("flaps_10m", Threshold.Op.GE, 3, Duration.ZERO, Severity.WARN, false);
        lab.poll("OL");

        assertThatThrownBy(
                        () -> synthetic.metric(lab.facts(), odd, 5, TWO_MINUTES, lab.clock.now()))
                .hasMessageContaining("flaps_10m");
    }
}
