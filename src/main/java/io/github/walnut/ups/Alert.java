package io.github.walnut.ups;

import java.time.Duration;
import java.util.List;

/** Whether a UPS deserves fast polls: from the first sign of trouble until a minute after it. */
final class Alert {

    private static final Duration AFTER = Duration.ofSeconds(60);
    private static final List<UpsState> CAUSES =
            List.of(
                    UpsState.OB,
                    UpsState.LB,
                    UpsState.FSD,
                    UpsState.OVER,
                    UpsState.BYPASS,
                    UpsState.OFF);

    private Alert() {}

    static boolean decide(Step step) {
        if (CAUSES.stream().anyMatch(step::reports) || troubled(step)) {
            step.memory.alertUntil = step.now.plus(AFTER);
        }
        return step.memory.alertUntil != null && !step.reached(step.memory.alertUntil);
    }

    /** Contact is bad; a UPS that was only just listed is not. */
    private static boolean troubled(Step step) {
        return step.memory.badSince != null || step.memory.interrupted;
    }
}
