package io.github.walnut.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.policy.Condition.Verdict;
import io.github.walnut.policy.Trigger.UpsScope;
import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsFacts.Holding;
import io.github.walnut.ups.UpsState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@Requirement("API-45")
class TriggerTrialTest {

    private static final Instant NOW = Instant.parse("2026-05-02T08:00:30Z");
    private static final UpsScope EVERY = new UpsScope(List.of(), 1, false);

    private final TriggerTrial trials =
            new TriggerTrial(new FactAge(Duration.ofSeconds(15)), ZoneOffset.UTC);

    @Test
    void a_state_is_met_when_its_window_is_over_and_tells_when_it_will_be() {
        assertThat(inState(UpsState.OB, "20s").verdict()).isEqualTo(Verdict.TRUE);
        TriggerTrial.Result waits = inState(UpsState.OB, "2m");
        assertThat(waits.verdict()).isEqualTo(Verdict.FALSE);
        assertThat(waits.dueAt()).isEqualTo(NOW.minusSeconds(30).plusSeconds(120));
        assertThat(waits.value()).isEqualTo("OB");
        assertThat(inState(UpsState.LB, "0s").verdict()).isEqualTo(Verdict.FALSE);
    }

    @Test
    void silence_leaves_the_battery_known_and_the_rest_unknown() {
        Trigger on = new Trigger.InState(EVERY, UpsState.OB, Duration.ZERO, List.of());
        Trigger low = new Trigger.InState(EVERY, UpsState.LB, Duration.ZERO, List.of());

        assertThat(look(on, facts(false, 60)).verdict()).isEqualTo(Verdict.TRUE);
        assertThat(look(low, facts(false, 60)).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(look(on, null).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void what_was_before_is_known_of_mains_and_battery_alone() {
        assertThat(transition(UpsState.OL, UpsState.OB)).isEqualTo(Verdict.TRUE);
        assertThat(transition(UpsState.BYPASS, UpsState.OB)).isEqualTo(Verdict.UNKNOWN);
        assertThat(transition(UpsState.OB, UpsState.OL)).isEqualTo(Verdict.FALSE);
        assertThat(transition(UpsState.OB, null)).isEqualTo(Verdict.FALSE);
        assertThat(transition(UpsState.OL, null)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void a_test_of_the_battery_meets_nothing_that_does_not_ask_for_tests() {
        Trigger state = new Trigger.InState(EVERY, UpsState.OB, Duration.ZERO, List.of());
        Trigger tests =
                new Trigger.InState(
                        new UpsScope(List.of(), 1, true), UpsState.OB, Duration.ZERO, List.of());

        assertThat(look(state, facts(true, 1)).verdict()).isEqualTo(Verdict.FALSE);
        assertThat(look(tests, facts(true, 1)).verdict()).isEqualTo(Verdict.TRUE);
    }

    @Test
    void a_limit_with_a_window_is_not_met_before_anybody_watched_it() {
        assertThat(limit("charge_pct", 60, "0s", 1).verdict()).isEqualTo(Verdict.TRUE);
        assertThat(limit("charge_pct", 60, "20s", 1))
                .isEqualTo(new TriggerTrial.Result(Verdict.FALSE, 50.0, 1.0, NOW.plusSeconds(20)));
        assertThat(limit("charge_pct", 40, "0s", 1).verdict()).isEqualTo(Verdict.FALSE);
        assertThat(limit("charge_pct", 60, "0s", 60).verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(limit("temperature_c", 60, "0s", 1).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void timers_are_met_for_a_minute_and_webhooks_while_their_call_is_valid() {
        assertThat(at("08:00").verdict()).isEqualTo(Verdict.TRUE);
        assertThat(at("09:00").dueAt()).isEqualTo(Instant.parse("2026-05-02T09:00:00Z"));
        Trigger after = new Trigger.After(EVERY, Duration.ofSeconds(25), UpsState.OB, null);
        assertThat(look(after, facts(false, 1)).verdict()).isEqualTo(Verdict.TRUE);
        Trigger later = new Trigger.After(EVERY, Duration.ofMinutes(5), UpsState.OB, null);
        assertThat(look(later, facts(false, 1)).dueAt()).isNotNull();
        assertThat(hook("guard", Map.of()).verdict()).isEqualTo(Verdict.TRUE);
        assertThat(hook("guard", Map.of("armed", true)).verdict()).isEqualTo(Verdict.FALSE);
        assertThat(hook("nobody", Map.of()).verdict()).isEqualTo(Verdict.FALSE);
    }

    private TriggerTrial.Result at(String time) {
        return look(
                new Trigger.At(
                        EVERY,
                        new Schedule(
                                Schedule.Repeat.DAILY,
                                LocalTime.parse(time),
                                Set.of(),
                                Set.of(),
                                null)),
                null);
    }

    private TriggerTrial.Result hook(String name, Map<String, Object> match) {
        WebhookCall call =
                new WebhookCall("guard", Map.of("door", "open"), 1, NOW.minusSeconds(10));
        return trials.look(
                new Trigger.Webhook(EVERY, name, match, Duration.ofMinutes(5)),
                new Sight(null, Map.of("guard", call), NOW));
    }

    private TriggerTrial.Result limit(String field, int value, String window, long age) {
        return look(
                new Trigger.Threshold(
                        EVERY,
                        field,
                        Condition.Op.LT,
                        BigDecimal.valueOf(value),
                        DurationText.parse(window)),
                facts(false, age));
    }

    private TriggerTrial.Result inState(UpsState state, String window) {
        return look(
                new Trigger.InState(EVERY, state, DurationText.parse(window), List.of()),
                facts(false, 1));
    }

    private Verdict transition(UpsState from, UpsState to) {
        return look(
                        new Trigger.Transition(EVERY, from, to, Duration.ofSeconds(20)),
                        facts(false, 1))
                .verdict();
    }

    private TriggerTrial.Result look(Trigger trigger, UpsFacts facts) {
        return trials.look(trigger, new Sight(facts, Map.of(), NOW));
    }

    /** On battery for 30 s. */
    private static UpsFacts facts(boolean excused, long ageSeconds) {
        Instant at = NOW.minusSeconds(ageSeconds);
        return new UpsFacts(
                "rack@lab",
                Map.of(
                        UpsState.OB,
                        new Holding(NOW.minusSeconds(30), 2, excused, "reported", false)),
                new Sample(
                        "rack@lab",
                        at,
                        1,
                        Sample.Poll.FULL,
                        Map.of(Metric.BATTERY_PERCENT, 50.0),
                        Set.of("OB"),
                        "OB",
                        Map.of(),
                        List.of()),
                at,
                true,
                null,
                UpsFacts.PowerSource.BATTERY,
                null,
                1,
                30,
                30,
                0,
                false,
                at);
    }
}
