package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Adds up the time on battery, of the outage and of the last hour. */
final class BatteryTime {

    private static final Duration HOUR = Duration.ofHours(1);

    private BatteryTime() {}

    static void enter(Step step, Instant since) {
        leave(step);
        step.memory.batterySpans.add(since);
    }

    static void leave(Step step) {
        if (step.memory.batterySpans.size() % 2 == 1) {
            Instant begun = step.memory.batterySpans.get(step.memory.batterySpans.size() - 1);
            step.memory.batterySpans.add(begun.plusMillis((long) (1000 * seen(step, begun))));
        }
    }

    /** Seconds from the begin of a time on battery that is over, without what nobody saw. */
    static double seen(Step step, Instant begun) {
        return seconds(begun.plus(step.unobserved), step.now);
    }

    static double ofOutage(Step step) {
        if (step.outage == null) {
            return 0;
        }
        double running =
                step.holds(UpsState.OB)
                        ? seconds(step.states.get(UpsState.OB).since(), step.now)
                        : 0;
        return step.memory.earlierBatterySeconds + running;
    }

    static double ofLastHour(Step step) {
        Instant from = step.now.minus(HOUR);
        List<Instant> spans = step.memory.batterySpans;
        while (spans.size() > 1 && spans.get(1).isBefore(from)) {
            spans.subList(0, 2).clear();
        }
        double sum = 0;
        for (int i = 0; i < spans.size(); i += 2) {
            Instant begin = spans.get(i).isBefore(from) ? from : spans.get(i);
            sum += seconds(begin, i + 1 < spans.size() ? spans.get(i + 1) : step.now);
        }
        return sum;
    }

    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
    }
}
