package io.github.walnut.ups;

import static io.github.walnut.ups.UpsState.CRITICAL;
import static io.github.walnut.ups.UpsState.LB;
import static io.github.walnut.ups.UpsState.OB;

import io.github.walnut.ups.UpsFacts.Holding;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** The state critical, kept as the evaluator says. */
final class CriticalWatch {

    void look(Step step) {
        if (step.memory.interrupted) {
            return;
        }
        CriticalConfig config = config(step.config);
        boolean critical = new CriticalEvaluator(config).critical(input(step));
        wake(step, config);
        if (critical && !step.has(CRITICAL)) {
            Holding held = step.enter(CRITICAL, step.now, false, Step.DEDUCED);
            step.raise(
                    Draft.state(
                                    Draft.Rank.CRITICAL,
                                    CRITICAL,
                                    EventName.CRITICAL,
                                    Severity.ERROR,
                                    true,
                                    held)
                            .with("initial", step.first()));
        } else if (!critical) {
            step.states.remove(CRITICAL);
        }
    }

    static CriticalConfig config(UpsConfig config) {
        return config.critical().withDeadTime(config.deadTime());
    }

    static CriticalInput input(Step step) {
        Set<UpsState> flags = EnumSet.noneOf(UpsState.class);
        for (UpsState state : UpsState.values()) {
            if (!state.derived() && step.reports(state)) {
                flags.add(state);
            }
        }
        flags.remove(OB);
        if (step.has(OB)) {
            flags.add(OB);
        }
        boolean lost =
                step.has(UpsState.COMM_LOST) || step.memory.badSince != null && step.holds(OB);
        return new CriticalInput(
                step.latest() != null,
                flags,
                step.has(OB) && !step.holds(OB),
                lost,
                age(step, heardAt(step)),
                seen(step, begin(step, UpsState.OVER)),
                seen(step, begin(step, UpsState.OFF)),
                seen(step, lowSince(step)),
                step.before.has(CRITICAL));
    }

    private static Instant heardAt(Step step) {
        Instant at = step.polled() ? step.now : step.before.lastGoodAt();
        Instant from = step.memory.listenFrom;
        return at != null && from != null && from.isAfter(at) ? from : at;
    }

    /** When a flag came up, whether or not it has been reported as an event yet. */
    private static Instant begin(Step step, UpsState state) {
        Holding held = step.states.get(state);
        return held != null ? held.since() : step.memory.pending.get(state.name());
    }

    private static Instant lowSince(Step step) {
        Holding battery = step.states.get(OB);
        Holding low = step.states.get(LB);
        if (battery == null || low == null) {
            return null;
        }
        return low.since().isAfter(battery.since()) ? low.since() : battery.since();
    }

    private static Duration age(Step step, Instant since) {
        return since == null ? Duration.ZERO : Duration.between(since, step.now);
    }

    /** Without what nobody saw and no poll has shown since. */
    private static Duration seen(Step step, Instant since) {
        Duration age = age(step, since).minusMillis(step.memory.unobservedMillis);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static void wake(Step step, CriticalConfig config) {
        Duration lost = Duration.ofMillis(step.memory.unobservedMillis);
        wake(step, lowSince(step), config.lowBatteryDuration(), lost);
        wake(step, lowSince(step), config.lowBatteryDuration().plus(config.hostSync()), lost);
        wake(step, begin(step, UpsState.OFF), config.offDuration().plusMillis(1), lost);
        wake(step, begin(step, UpsState.OVER), config.overDuration().plusMillis(1), lost);
        if (step.holds(OB) && heardAt(step) != null) {
            wake(step, heardAt(step), config.deadTime(), Duration.ZERO);
        }
    }

    private static void wake(Step step, Instant since, Duration after, Duration lost) {
        if (since != null && !after.isNegative()) {
            step.reached(since.plus(after).plus(lost));
        }
    }
}
