package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpsFleetTest {

    private final Lab lab = new Lab();

    @Test
    @Requirement("NUT-5")
    void a_new_name_is_added_and_a_missing_one_is_kept_as_absent() {
        list("rack-a", "rack-b");
        Event added = lab.events.get(0);
        assertThat(lab.names()).containsExactly("ups_added", "ups_added");
        assertThat(added.kind()).isEqualTo("system.health");
        assertThat(added.attrs()).containsOnlyKeys("code", "details");
        list("RACK-A", "rack-b");
        assertThat(lab.names()).isEmpty();
        lab.poll("OL");

        list("rack-a");
        assertThat(lab.event("ups_absent").severity()).isEqualTo(Severity.WARN);
        assertThat(lab.names()).containsExactly("ups_absent");
        assertThat(lab.facts().absent()).isTrue();
        assertThat(lab.facts().known()).isTrue();
        lab.poll("rack-a@lab", Sample.Poll.FULL, "OL").pass(10);
        lab.clock.millis += 1000;

        list("rack-a", "rack-b");
        assertThat(lab.event("ups_added").attrs())
                .containsEntry("details", Map.of("returned", true));
        assertThat(lab.facts().absent()).isFalse();
    }

    @Test
    @Requirement("NUT-5")
    void an_absent_ups_does_not_lose_contact() {
        list("rack-b");
        lab.poll("OL");
        list();
        lab.names();

        lab.pass(120);

        assertThat(lab.names()).isEmpty();
    }

    @Test
    @Requirement("NUT-5")
    void a_ups_that_vanishes_on_battery_is_silent_on_battery() {
        list("rack-b");
        lab.poll("OL").polls(1, "OB");
        list();
        lab.names();

        lab.pass(16);

        assertThat(lab.names()).containsExactly("low_battery", "critical");
    }

    @Test
    @Requirement("NUT-5")
    void the_list_of_one_server_says_nothing_about_another() {
        lab.keep(lab.fleet.listed("one", List.of("ups")));
        lab.keep(lab.fleet.listed("two", List.of("ups")));
        lab.names();

        lab.keep(lab.fleet.listed("one", List.of()));

        assertThat(lab.names()).containsExactly("ups_absent");
        assertThat(lab.fleet.facts("ups@one").orElseThrow().absent()).isTrue();
        assertThat(lab.fleet.facts("UPS@two").orElseThrow().absent()).isFalse();
        assertThat(lab.fleet.all()).hasSize(2);
        lab.fleet.remove("UPS@one");
        assertThat(lab.fleet.all()).hasSize(1);
    }

    @ParameterizedTest
    @Requirement("NUT-62")
    @ValueSource(strings = {"tcp", "tls", "auth"})
    void a_server_is_lost_once_when_all_its_upss_are(String cause) {
        String other = "rack-c@lab";
        lab.poll("OL").poll(other, Sample.Poll.FULL, "OL").names();

        for (int i = 0; i < 40; i++) {
            lab.clock.millis += 1000;
            lab.fail(cause).fail(other, cause).tick();
        }
        Event lost = lab.event("nut_server_lost");
        assertThat(lab.names())
                .containsExactly(
                        "comm_bad", "comm_bad", "comm_lost", "comm_lost", "nut_server_lost");
        assertThat(lost.subject()).isEqualTo(new Event.Subject("server", "lab"));
        assertThat(lost.severity()).isEqualTo(Severity.ERROR);

        lab.polls(1, "OL");
        assertThat(lab.names()).containsExactly("comm_restored", "nut_server_restored");
    }

    @Test
    @Requirement("NUT-62")
    void a_server_that_answers_for_its_dead_drivers_is_not_lost() {
        lab.poll("OL").fails(60, "driver");

        assertThat(lab.names()).containsExactly("ups_added", "comm_bad", "comm_lost");
    }

    @Test
    @Requirement("NUT-42")
    void trouble_makes_alert_until_a_minute_after_it() {
        lab.poll("OL");
        assertThat(lastAlert()).isFalse();
        lab.polls(10, "OB");
        assertThat(lastAlert()).isTrue();
        lab.polls(59, "OL");
        assertThat(lastAlert()).isTrue();
        lab.polls(1, "OL");
        assertThat(lastAlert()).isFalse();
        lab.fails(1, "stale");
        assertThat(lastAlert()).isTrue();
    }

    @Test
    @Requirement({"NUT-42", "NUT-50"})
    void a_fast_poll_changes_its_own_values_and_keeps_the_others_for_a_while() {
        lab.poll("OL", "battery.charge", "100", "ups.temperature", "30", "ups.load", "20");
        lab.clock.millis += 1000;
        lab.poll(Lab.UPS, Sample.Poll.FAST, "OB", "battery.charge", "99", "ups.load", "n/a");

        assertThat(lab.facts().last().value(Metric.BATTERY_PERCENT)).isEqualTo(99);
        assertThat(lab.facts().last().value(Metric.TEMPERATURE_C)).isEqualTo(30);
        assertThat(lab.facts().last().value(Metric.LOAD_PERCENT)).isNull();
        Sample stored = lab.updates.get(lab.updates.size() - 1).sample();
        assertThat(stored.variables()).containsOnlyKeys("ups.status", "battery.charge", "ups.load");
        assertThat(stored.value(Metric.TEMPERATURE_C)).isNull();

        for (int i = 0; i < 15; i++) {
            lab.clock.millis += 1000;
            lab.poll(Lab.UPS, Sample.Poll.FAST, "OB").tick();
        }
        assertThat(lab.facts().last().value(Metric.TEMPERATURE_C)).isNull();
    }

    @Test
    @Requirement("NUT-50")
    void samples_of_a_ups_are_numbered() {
        lab.poll("OL").polls(2, "OL").restart().polls(1, "OL");

        assertThat(lab.updates.stream().filter(u -> u.sample() != null))
                .extracting(u -> u.sample().seq())
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void a_poll_of_an_unlisted_ups_adds_it() {
        lab.poll("OL");

        assertThat(lab.names()).containsExactly("ups_added");
        assertThatThrownBy(() -> lab.fleet.testSent("x@y", Duration.ofSeconds(60)))
                .hasMessageContaining("x@y");
    }

    private boolean lastAlert() {
        return lab.updates.get(lab.updates.size() - 1).alert();
    }

    private void list(String... names) {
        lab.keep(lab.fleet.listed("lab", List.of(names)));
    }
}
