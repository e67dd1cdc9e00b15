package io.github.walnut.app;

import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Lets what is about a run wait until the run is planned, for five seconds at most: before, nobody
 * knows what it counts down. Whoever hands it over waits for nothing.
 */
final class PlanWait {

    static final Duration LOOK = Duration.ofMillis(250);
    private static final int LOOKS = 20;

    private final Later later;
    private volatile BooleanSupplier wanted = () -> false;
    private volatile Predicate<UUID> unplanned = run -> false;

    /** Does something after a while. */
    @FunctionalInterface
    interface Later {

        /** False when it will never be done. */
        boolean after(Duration pause, Runnable task);
    }

    PlanWait(Later later) {
        this.later = later;
    }

    /**
     * @param newWanted whether anybody has a use for plans now
     * @param newUnplanned whether a run is still being planned; asked later, by another thread
     */
    void use(BooleanSupplier newWanted, Predicate<UUID> newUnplanned) {
        wanted = newWanted;
        unplanned = newUnplanned;
    }

    /**
     * @param run null when it is about none
     */
    void then(UUID run, Runnable task) {
        boolean waits = run != null && wanted.getAsBoolean();
        if (!waits || !later.after(Duration.ZERO, () -> look(run, task, LOOKS))) {
            task.run();
        }
    }

    private void look(UUID run, Runnable task, int looks) {
        boolean waits = looks > 0 && unplanned.test(run);
        if (!waits || !later.after(LOOK, () -> look(run, task, looks - 1))) {
            task.run();
        }
    }
}
