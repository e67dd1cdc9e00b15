package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any story that a UPS may tell. */
@Requirement("NUT-93")
class MonitorPropertiesTest {

    private static final List<String> ORDER =
            List.of(
                    "comm_bad comm_lost comm_restored",
                    "test_started test_ended calibration_started calibration_ended",
                    "mains_lost mains_returned",
                    "outage_started outage_episode outage_ended",
                    "low_battery low_battery_cleared",
                    "forced_shutdown",
                    "critical");

    /**
     * One thing that happens.
     *
     * @param seconds until the next one
     * @param status null for a failed poll
     */
    record Beat(
            int seconds, String status, String charge, String runtime, String load, String volts) {}

    @Property(tries = 200)
    @Requirement("NUT-61")
    void an_equal_poll_repeated_tells_nothing(@ForAll("story") List<Beat> story) {
        Lab lab = new Lab();
        lab.config = UpsConfig.defaults();
        for (Beat beat : story) {
            repeat(lab, beat);
            repeat(lab, beat);
            repeat(lab, beat); // two polls confirm a doubt, the third one ends it
            lab.names();
            repeat(lab, beat);
            assertThat(lab.names()).as("the fourth of %s", beat).isEmpty();
            lab.pass(beat.seconds());
        }
    }

    @Property(tries = 200)
    @Requirement({"NUT-61", "NUT-69"})
    void a_restart_at_any_moment_changes_no_event(
            @ForAll("story") List<Beat> story, @ForAll("moment") int moment) {
        Lab straight = new Lab();
        Lab restarted = new Lab();
        straight.config = UpsConfig.defaults();
        restarted.config = straight.config;
        for (int i = 0; i < story.size(); i++) {
            play(straight, story.get(i));
            if (i == moment % story.size() && polledLately(restarted)) {
                restarted.restart();
            }
            play(restarted, story.get(i));
        }

        assertThat(restarted.events)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                        "id", "correlationId", "outageId", "attrs")
                .isEqualTo(straight.events);
        assertThat(restarted.facts().states()).isEqualTo(straight.facts().states());
        assertThat(restarted.facts().onBatterySeconds())
                .isEqualTo(straight.facts().onBatterySeconds());
    }

    /** Else the restart would count as a standstill, over which nothing is concluded. */
    private static boolean polledLately(Lab lab) {
        return lab.fleet.all().stream()
                .allMatch(ups -> !ups.updatedAt().isBefore(lab.clock.now().minusSeconds(6)));
    }

    @Property(tries = 100)
    @Requirement("NUT-61")
    void a_replay_gives_the_same_edges_and_no_edge_twice(@ForAll("story") List<Beat> story) {
        List<String> first = keys(story);

        assertThat(keys(story)).isEqualTo(first);
        assertThat(new HashSet<>(first)).hasSameSizeAs(first);
    }

    @Property(tries = 200)
    @Requirement("NUT-74")
    void events_of_one_step_keep_their_order(@ForAll("story") List<Beat> story) {
        Lab lab = new Lab();
        lab.config = UpsConfig.defaults();
        story.forEach(beat -> play(lab, beat));

        for (UpsUpdate update : lab.updates) {
            assertThat(
                            update.events().stream()
                                    .filter(e -> !e.kind().equals(Event.SYSTEM_HEALTH))
                                    .map(MonitorPropertiesTest::rank)
                                    .toList())
                    .isSorted();
        }
    }

    @Property(tries = 200)
    @Requirement("NUT-51")
    void no_number_is_made_up(@ForAll("story") List<Beat> story) {
        Lab lab = new Lab();
        story.forEach(beat -> play(lab, beat));

        for (UpsUpdate update : lab.updates) {
            Sample sample = update.sample();
            if (sample == null) {
                continue;
            }
            sample.values().values().forEach(value -> assertThat(value).isFinite());
            assertThat(sample.values().keySet())
                    .allSatisfy(
                            metric -> assertThat(reported(sample.variables(), metric)).isTrue());
        }
    }

    private static boolean reported(Map<String, String> variables, Metric metric) {
        return MetricSource.ALL.get(metric).variables().stream().anyMatch(variables::containsKey);
    }

    private static int rank(Event event) {
        for (int i = 0; i < ORDER.size(); i++) {
            if (Arrays.asList(ORDER.get(i).split(" ")).contains(event.name())) {
                return i;
            }
        }
        return event.name().startsWith("threshold") ? ORDER.size() + 1 : ORDER.size();
    }

    private static List<String> keys(List<Beat> story) {
        Lab lab = new Lab();
        lab.config = UpsConfig.defaults();
        story.forEach(beat -> play(lab, beat));
        return lab.events.stream().map(Event::edgeKey).toList();
    }

    private static void play(Lab lab, Beat beat) {
        repeat(lab, beat);
        lab.pass(beat.seconds());
    }

    private static void repeat(Lab lab, Beat beat) {
        if (beat.status() == null) {
            lab.fail("driver");
            return;
        }
        lab.poll(
                beat.status(),
                "battery.charge",
                beat.charge(),
                "battery.runtime",
                beat.runtime(),
                "ups.load",
                beat.load(),
                "input.voltage",
                beat.volts());
    }

    @Provide
    Arbitrary<List<Beat>> story() {
        Arbitrary<String> status =
                Arbitraries.of(
                                "OL",
                                "OL",
                                "OB",
                                "OB DISCHRG",
                                "OB LB",
                                "OL CHRG",
                                "OL LB",
                                "OL OB",
                                "OB CAL",
                                "OL TEST",
                                "OB TEST LB",
                                "OFF",
                                "BYPASS",
                                "OL OVER",
                                "FSD OB LB",
                                "OL ALARM",
                                "OL RB",
                                "OL TRIM",
                                "",
                                "OL NEW",
                                "WAIT")
                        .injectNull(0.15);
        Arbitrary<Integer> seconds = Arbitraries.of(1, 1, 5, 5, 6, 12, 31, 61);
        return Combinators.combine(
                        seconds,
                        status,
                        Arbitraries.of("100", "40", "29", "10", "0", "n/a"),
                        Arbitraries.of("3000", "200", "65535", "-1", "0"),
                        Arbitraries.of("20", "85", "NaN", "1e3", ""),
                        Arbitraries.of("230", "0", "40"))
                .as(Beat::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Provide
    Arbitrary<Integer> moment() {
        return Arbitraries.integers().between(0, 24);
    }
}
