package io.github.walnut.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.run.DriverCall.Mode;
import io.github.walnut.run.Step;
import io.github.walnut.run.StepState;
import io.github.walnut.virtual.ActionDraft;
import io.github.walnut.virtual.Behaviour;
import io.github.walnut.virtual.Site;
import io.github.walnut.virtual.Station;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two runs want contrary things of one machine. */
class ContrariesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Site site = new Site().add("pve").vm("pve", "1");
    private final Station station = new Station(site).boot();

    @AfterEach
    void no_step_and_no_run_ever_moved_against_the_tables() {
        assertThat(station.law.broken()).isEmpty();
    }

    @Test
    @Requirement("EXE-31")
    void in_an_outage_a_stop_overrules_a_start_however_late_it_was_matched() {
        station.ups(Site.UPS).onBattery();
        machineIs("running");
        UUID stop = station.start(site.inOutage(delayed("shutdown")));
        UUID start = station.start(site.inOutage(delayed("start")));
        station.pass(MINUTE.multipliedBy(3));

        assertThat(only(start).state()).isEqualTo(StepState.SKIPPED);
        assertThat(only(start).reason()).isEqualTo("overruled");
        assertThat(only(stop).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(verbs()).containsExactly("shutdown");
    }

    @Test
    @Requirement("EXE-31")
    void in_an_outage_a_start_that_was_matched_first_is_overruled_too() {
        station.ups(Site.UPS).onBattery();
        machineIs("running");
        UUID start = station.start(site.inOutage(delayed("start")));
        UUID stop = station.start(site.inOutage(delayed("shutdown")));
        station.pass(MINUTE.multipliedBy(3));

        assertThat(only(start).reason()).isEqualTo("overruled");
        assertThat(only(stop).state()).isEqualTo(StepState.CONFIRMED);
    }

    @Test
    @Requirement("EXE-31")
    void without_an_outage_the_later_match_overrules_what_was_not_sent() {
        machineIs("running");
        UUID stop = station.start(site.live(delayed("shutdown")));
        station.pass(Duration.ofSeconds(1));
        UUID start = station.start(site.live(delayed("start")));
        station.pass(MINUTE.multipliedBy(3));

        assertThat(only(stop).state()).isEqualTo(StepState.SKIPPED);
        assertThat(only(stop).reason()).isEqualTo("overruled");
        assertThat(only(start).reason()).isEqualTo("already");
        assertThat(verbs()).isEmpty();
    }

    @Test
    @Requirement("EXE-31")
    void without_an_outage_what_was_sent_already_is_not_taken_back() {
        machineIs("running");
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID stop = station.start(site.live(action("shutdown")));
        station.pass(Duration.ofSeconds(2));
        UUID start = station.start(site.live(action("start")));
        station.pass(MINUTE.multipliedBy(5));

        assertThat(only(stop).reason()).isNotEqualTo("overruled");
        assertThat(only(start).reason()).isNotEqualTo("overruled");
        assertThat(only(stop).attempt()).isEqualTo(1);
    }

    @Test
    @Requirement("EXE-31")
    void of_two_stops_the_milder_goes_first_and_the_harsher_finds_it_done() {
        machineIs("running");
        UUID harsh = station.start(site.live(delayed("stop")));
        UUID mild = station.start(site.live(delayed("shutdown")));
        station.pass(MINUTE.multipliedBy(5));

        assertThat(only(mild).state()).isEqualTo(StepState.CONFIRMED);
        assertThat(only(harsh).state()).isEqualTo(StepState.SKIPPED);
        assertThat(only(harsh).reason()).isEqualTo("already");
        assertThat(verbs()).containsExactly("shutdown");
    }

    @Test
    @Requirement("EXE-31")
    void a_milder_stop_that_leads_to_nothing_does_not_keep_the_harsher_from_being_sent() {
        machineIs("running");
        station.world.mood("pve", "vm:1", Mode.EXECUTE, new Behaviour.Lying());
        UUID harsh = station.start(site.live(delayed("stop")));
        UUID mild = station.start(site.live(delayed("shutdown")));
        station.pass(Duration.ofSeconds(45));
        assertThat(only(mild).attempt()).isEqualTo(1);
        assertThat(only(harsh).attempt()).isEqualTo(1);
    }

    private void machineIs(String state) {
        station.world.put("pve", "vm:1", state);
    }

    private static ActionDraft action(String verb) {
        return ActionDraft.vm("a", "pve", verb);
    }

    /** Long enough for the other run to be there before anything is sent. */
    private static ActionDraft delayed(String verb) {
        return action(verb).delay(Duration.ofSeconds(5));
    }

    private Step only(UUID run) {
        return station.steps(run).get(0);
    }

    private List<String> verbs() {
        return station.world.deeds().stream().map(deed -> deed.verb()).toList();
    }
}
