package io.github.walnut.ups;

import static io.github.walnut.ups.UpsState.ALARM;
import static io.github.walnut.ups.UpsState.BYPASS;
import static io.github.walnut.ups.UpsState.CAL;
import static io.github.walnut.ups.UpsState.FSD;
import static io.github.walnut.ups.UpsState.LB;
import static io.github.walnut.ups.UpsState.OB;
import static io.github.walnut.ups.UpsState.OFF;
import static io.github.walnut.ups.UpsState.OVER;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** upsmon's decision, line by line; written apart from the evaluator, to be compared with it. */
final class DecisionTable {

    private enum Answer {
        YES,
        NO,
        AS_BEFORE
    }

    private record Line(Predicate<CriticalInput> applies, Answer answer) {}

    private final CriticalConfig config;

    DecisionTable(CriticalConfig config) {
        this.config = config;
    }

    boolean critical(CriticalInput ups) {
        for (Line line : lines()) {
            if (line.applies().test(ups)) {
                return line.answer() == Answer.YES
                        || line.answer() == Answer.AS_BEFORE && ups.criticalBefore();
            }
        }
        throw new AssertionError("no line applies to " + ups);
    }

    private List<Line> lines() {
        return List.of(
                new Line(ups -> !ups.known(), Answer.NO),
                new Line(flag(FSD), Answer.YES),
                new Line(
                        lost().and(flag(OVER))
                                .and(ups -> past(ups.overFor(), config.overDuration())),
                        Answer.YES),
                new Line(lost().and(flag(ALARM)).and(ups -> config.alarmCritical()), Answer.YES),
                new Line(lost().and(flag(CAL)), Answer.YES),
                new Line(lost().and(flag(BYPASS)), Answer.YES),
                new Line(lost().and(flag(OFF)), Answer.YES),
                new Line(lost().and(flag(OB)).and(dead().negate()), Answer.AS_BEFORE),
                new Line(
                        flag(OFF).and(ups -> past(ups.offFor(), config.offDuration())), Answer.YES),
                new Line(flag(OB).negate(), Answer.NO),
                new Line(flag(LB).negate().and(lost().negate().or(dead().negate())), Answer.NO),
                new Line(flag(CAL), Answer.NO),
                new Line(ups -> low(ups).compareTo(config.lowBatteryDuration()) < 0, Answer.NO),
                new Line(ups -> config.role() == CriticalConfig.Role.PRIMARY, Answer.YES),
                new Line(
                        ups ->
                                low(ups).minus(config.lowBatteryDuration())
                                                .compareTo(config.hostSync())
                                        < 0,
                        Answer.NO),
                new Line(ups -> true, Answer.YES));
    }

    private Duration low(CriticalInput ups) {
        return ups.flags().contains(LB)
                ? ups.lowBatteryFor()
                : ups.silence().minus(config.deadTime());
    }

    private Predicate<CriticalInput> dead() {
        return ups -> ups.silence().compareTo(config.deadTime()) >= 0;
    }

    private static Predicate<CriticalInput> lost() {
        return CriticalInput::contactLost;
    }

    private static Predicate<CriticalInput> flag(UpsState state) {
        return ups -> Set.copyOf(ups.flags()).contains(state);
    }

    private static boolean past(Duration time, Duration limit) {
        return limit.toSeconds() >= 0 && time.toMillis() > limit.toMillis();
    }
}
