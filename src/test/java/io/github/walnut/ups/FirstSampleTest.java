package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("NUT-69")
class FirstSampleTest {

    private final Lab lab = new Lab();

    @Test
    void after_a_short_gap_what_stayed_keeps_its_begin() {
        lab.poll("OL").polls(10, "OB LB");
        var outage = lab.facts().outageId();
        lab.names();
        lab.clock.millis += 299_000;
        lab.restart().poll("OB LB");

        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().states().get(UpsState.OB).since()).isEqualTo(lab.at(1));
        assertThat(lab.facts().outageId()).isEqualTo(outage);
    }

    @Test
    void after_a_long_gap_what_stayed_begins_anew_but_the_outage_goes_on() {
        lab.poll("OL").polls(10, "OB LB");
        var outage = lab.facts().outageId();
        lab.names();
        lab.clock.millis += 301_000;
        lab.restart().poll("OB LB");

        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().states().get(UpsState.OB).since()).isEqualTo(lab.at(311));
        assertThat(lab.facts().states().get(UpsState.OB).epoch()).isEqualTo(1);
        assertThat(lab.facts().outageId()).isEqualTo(outage);
        assertThat(lab.facts().onBatterySeconds()).isEqualTo(9);
    }

    @Test
    void a_change_while_walnut_was_down_is_an_edge() {
        lab.poll("OL").names();
        lab.clock.millis += 3600_000;
        lab.restart().poll("OB");

        assertThat(lab.event("mains_lost").attrs())
                .containsEntry("initial", false)
                .containsEntry("from", List.of("OL"));
        assertThat(lab.names()).containsExactly("mains_lost", "outage_started");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OL", "OL CHRG", "OL TRIM", "OL ECO", "OL HB", "OL TEST", "OL CAL", "OL NEW"
            })
    void a_first_sample_on_mains_only_adds_the_ups(String status) {
        lab.polls(100, status);

        assertThat(lab.names()).containsExactly("ups_added");
    }

    @ParameterizedTest
    @CsvSource({
        "OB, 0, mains_lost+outage_started",
        "OL LB, 0, low_battery",
        "OB LB, 0, mains_lost+outage_started+low_battery+critical",
        "OL FSD, 0, forced_shutdown+critical",
        "OL BYPASS, 0, bypass_started",
        "OL RB, 0, replace_battery",
        "OFF, 30, output_off",
        "OL OVER, 5, overloaded",
        "OL ALARM, 5, alarm"
    })
    void trouble_in_a_first_sample_enters_as_initial(String status, int after, String expected) {
        lab.poll(status);
        if (after > 0) {
            assertThat(lab.names()).containsExactly("ups_added");
            lab.pass(after);
        } else {
            lab.events.remove(0);
        }

        assertThat(lab.events.stream().filter(e -> e.kind().equals(Event.UPS_STATE)))
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.attrs()).containsEntry("initial", true));
        if (after == 0) {
            assertThat(lab.events.stream().filter(e -> e.kind().equals(Event.UPS_STATE)))
                    .allSatisfy(e -> assertThat(e.attrs()).containsEntry("from", List.of()));
        }
        assertThat(String.join("+", lab.names())).isEqualTo(expected);
    }

    @Test
    void a_ups_that_was_never_heard_loses_contact_after_the_heartbeat_and_does_nothing_else() {
        lab.keep(lab.fleet.listed("lab", List.of("rack-b"))).names();

        lab.fails(30, "driver");
        assertThat(lab.names()).isEmpty();
        lab.fails(100, "driver");

        assertThat(lab.event("comm_lost").attrs())
                .containsEntry("cause", "driver")
                .containsEntry("last_flags", List.of());
        assertThat(lab.names()).containsExactly("comm_lost");
        assertThat(lab.facts().known()).isFalse();
        assertThat(lab.facts().powerSource()).isEqualTo(UpsFacts.PowerSource.UNKNOWN);
    }

    @Test
    void mains_that_returned_while_walnut_was_down_are_told_so() {
        lab.poll("OL").polls(10, "OB").names();
        lab.clock.millis += 600_000;
        lab.restart().poll("OL");

        assertThat(lab.event("mains_returned").attrs()).containsEntry("while_down", true);
        assertThat(lab.names()).containsExactly("mains_returned");
        lab.polls(60, "OL");
        assertThat(lab.names()).containsExactly("outage_ended");
    }
}
