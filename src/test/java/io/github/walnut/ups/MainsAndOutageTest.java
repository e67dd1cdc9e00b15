package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainsAndOutageTest {

    private final Lab lab = new Lab();

    @Test
    @Requirement({"NUT-60", "NUT-61", "NUT-68"})
    void losing_mains_opens_an_outage_and_tells_it_once() {
        lab.poll("OL").pass(5).names();

        lab.poll("OB DISCHRG", "battery.charge", "97", "battery.runtime", "1460");
        Event lost = lab.event("mains_lost");
        assertThat(lab.names()).containsExactly("mains_lost", "outage_started");
        lab.pass(5).poll("OB DISCHRG", "battery.charge", "97", "battery.runtime", "1460");
        assertThat(lab.names()).isEmpty();

        assertThat(lost.attrs())
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
                .containsEntry("state", "on_battery")
                .containsEntry("flag", "OB")
                .containsEntry("entered", true)
                .containsEntry("initial", false)
                .containsEntry("from", List.of("OL"))
                .containsEntry("to", List.of("DISCHRG", "OB"))
                .containsEntry("since", "2026-03-04T10:00:05.000Z")
                .containsEntry("battery_percent", 97.0)
                .containsEntry("runtime_seconds", 1460.0);
        assertThat(lost.kind()).isEqualTo("ups.state");
        assertThat(lost.type()).isEqualTo(Event.Type.UPS);
        assertThat(lost.severity()).isEqualTo(Severity.WARN);
        assertThat(lost.subject()).isEqualTo(Event.Subject.ups(Lab.UPS));
        assertThat(lost.message()).isEqualTo("rack-b lost mains power");
        assertThat(lost.outageId())
                .isEqualTo(lost.correlationId())
                .isEqualTo(lab.facts().outageId());
        assertThat(lost.synthetic()).isFalse();
    }

    @Test
    @Requirement("NUT-68")
    void an_outage_ends_at_the_moment_mains_came_back_once_they_have_held() {
        lab.poll("OL")
                .polls(1, "OB", "battery.charge", "90")
                .polls(99, "OB", "battery.charge", "80");
        lab.names();

        lab.polls(1, "OL");
        assertThat(lab.names()).containsExactly("mains_returned");
        lab.polls(59, "OL");
        assertThat(lab.names()).isEmpty();
        lab.polls(1, "OL");

        Event ended = lab.event("outage_ended");
        assertThat(lab.names()).containsExactly("outage_ended");
        assertThat(ended.attrs())
                .containsOnlyKeys(
                        "phase",
                        "episode",
                        "site_id",
                        "duration_seconds",
                        "min_battery_percent",
                        "energy_wh")
                .containsEntry("phase", "ended")
                .containsEntry("duration_seconds", 100.0)
                .containsEntry("min_battery_percent", 80.0)
                .containsEntry("energy_wh", null);
        assertThat(ended.outageId()).isNotNull();
        assertThat(lab.facts().outageId()).isNull();
        assertThat(lab.lastOutage().endedAt()).isEqualTo(lab.at(101));
    }

    @Test
    @Requirement("NUT-68")
    void mains_lost_again_within_the_merge_time_is_another_episode_of_the_same_outage() {
        lab.poll("OL").polls(10, "OB").polls(59, "OL").names();
        var outage = lab.facts().outageId();

        lab.polls(1, "OB");

        assertThat(lab.names()).containsExactly("mains_lost", "outage_episode");
        assertThat(lab.facts().outageId()).isEqualTo(outage);
        assertThat(lab.facts().episode()).isEqualTo(2);
    }

    @Test
    @Requirement("NUT-68")
    void mains_lost_again_after_the_merge_time_is_another_outage() {
        lab.poll("OL").polls(10, "OB").polls(1, "OL").names();
        var outage = lab.facts().outageId();
        lab.polls(59, "OL");
        lab.clock.millis += 1000;
        lab.poll("OB");

        assertThat(lab.names()).containsExactly("mains_lost", "outage_ended", "outage_started");
        assertThat(lab.facts().outageId()).isNotEqualTo(outage);
    }

    @Test
    @Requirement("NUT-68")
    void energy_is_the_power_drawn_over_the_time_on_battery() {
        lab.poll("OL").polls(1, "OB", "ups.realpower", "360");
        lab.polls(100, "OB", "ups.realpower", "360", "ups.load", "40");

        Outage outage = lab.lastOutage();
        assertThat(outage.energyWh()).isCloseTo(10.0, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(outage.maxLoadPercent()).isEqualTo(40);
    }

    @Test
    @Requirement("NUT-68")
    void outages_that_begin_within_ten_seconds_share_their_site() {
        String other = "rack-c@lab";
        String late = "rack-d@lab";
        for (String ups : List.of(Lab.UPS, other, late)) {
            lab.poll(ups, Sample.Poll.FULL, "OL");
        }
        lab.poll("OB").pass(10).poll(other, Sample.Poll.FULL, "OB");
        Object site = lab.event("outage_started").attrs().get("site_id");
        lab.pass(1).poll(late, Sample.Poll.FULL, "OB");

        List<Event> started =
                lab.events.stream().filter(e -> e.name().equals("outage_started")).toList();
        assertThat(started).hasSize(3);
        assertThat(started.get(0).attrs().get("site_id")).isEqualTo(site);
        assertThat(started.get(0).outageId()).isNotEqualTo(started.get(1).outageId());
        assertThat(started.get(0).correlationId()).isNotEqualTo(started.get(1).correlationId());
    }

    @Test
    @Requirement("NUT-56")
    void mains_and_battery_at_once_hold_the_source_for_two_polls_and_then_mean_battery() {
        lab.poll("OL").names();

        lab.polls(2, "OL OB");
        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().powerSource()).isEqualTo(UpsFacts.PowerSource.MAINS);

        lab.polls(1, "OL OB");
        assertThat(lab.names()).containsExactly("mains_lost", "outage_started", "ups_inconsistent");
        assertThat(lab.facts().powerSource()).isEqualTo(UpsFacts.PowerSource.BATTERY);
        lab.polls(3, "OL OB");
        assertThat(lab.names()).isEmpty();
    }

    @Test
    @Requirement({"NUT-54", "NUT-56"})
    void without_mains_and_battery_the_source_is_bypass_off_or_unknown() {
        assertThat(sourceAfter("BYPASS")).isEqualTo(UpsFacts.PowerSource.BYPASS);
        assertThat(sourceAfter("OFF")).isEqualTo(UpsFacts.PowerSource.OFF);
        assertThat(sourceAfter("CHRG")).isEqualTo(UpsFacts.PowerSource.UNKNOWN);
        assertThat(sourceAfter("")).isEqualTo(UpsFacts.PowerSource.UNKNOWN);
        assertThat(sourceAfter("OL BYPASS")).isEqualTo(UpsFacts.PowerSource.MAINS);
    }

    @Test
    @Requirement("NUT-56")
    void an_empty_status_carries_no_flag_on() {
        lab.poll("OB LB").polls(1, "");

        assertThat(lab.facts().has(UpsState.OB)).isFalse();
        assertThat(lab.facts().has(UpsState.LB)).isFalse();
        assertThat(lab.names()).doesNotContain("mains_returned");
        lab.polls(1, "OL");
        assertThat(lab.names()).containsExactly("mains_returned");
    }

    @Test
    @Requirement("NUT-54")
    void time_on_battery_adds_up_over_the_outage_and_over_the_hour() {
        lab.poll("OL")
                .polls(1, "OB")
                .polls(100, "OB")
                .polls(30, "OL")
                .polls(1, "OB")
                .polls(9, "OB");

        assertThat(lab.facts().onBatterySeconds()).isEqualTo(101 + 9);
        assertThat(lab.facts().onBatterySeconds1h()).isEqualTo(101 + 9);
        lab.polls(1, "OL").polls(3500, "OL");
        assertThat(lab.facts().onBatterySeconds()).isZero();
        assertThat(lab.facts().onBatterySeconds1h()).isEqualTo(10 + 101 - 41);
    }

    @Test
    @Requirement("NUT-71")
    void a_dip_that_no_poll_saw_is_not_invented_from_voltages_or_charge() {
        lab.poll("OL", "input.voltage", "230", "battery.charge", "100").names();

        lab.polls(20, "OL", "input.voltage", "0", "battery.charge", "60");

        assertThat(lab.names()).isEmpty();
        assertThat(lab.facts().powerSource()).isEqualTo(UpsFacts.PowerSource.MAINS);
    }

    @Test
    @Requirement("NUT-6")
    void settings_that_change_apply_at_once_and_leave_facts_and_outage() {
        lab.poll("OL").polls(1, "OB").polls(20, "OL").names();
        var outage = lab.facts().outageId();
        UpsConfig c = lab.config;
        lab.config =
                new UpsConfig(
                        c.pollInterval(),
                        c.fastInterval(),
                        c.heartbeat(),
                        java.time.Duration.ofSeconds(30),
                        c.thresholds(),
                        c.critical());

        lab.polls(11, "OL");

        assertThat(lab.event("outage_ended").outageId()).isEqualTo(outage);
    }

    @Test
    @Requirement("NUT-62")
    void facts_events_outage_and_memory_of_one_poll_come_as_one_update() {
        lab.poll("OL").polls(1, "OB");

        UpsUpdate update =
                lab.updates.stream().filter(u -> u.outage().isPresent()).findFirst().orElseThrow();
        assertThat(update.facts().holds(UpsState.OB)).isTrue();
        assertThat(update.events()).hasSize(2);
        assertThat(update.outage().orElseThrow().id()).isEqualTo(update.facts().outageId());
        assertThat(update.memory().edges()).hasSize(1);
        assertThat(update.sample().flags()).containsExactly("OB");
    }

    private UpsFacts.PowerSource sourceAfter(String status) {
        lab.polls(1, status);
        return lab.facts().powerSource();
    }
}
