package io.github.walnut.dispatch;

import java.time.Duration;

/**
 * Limits of the dispatcher.
 *
 * @param maxConcurrentActions orders in flight over all hosts, 1…1000
 * @param readsPerHost questions in flight on one host
 * @param reads questions in flight in all
 * @param callTimeout of one call, within the budget of its step
 * @param finalDelay pause before a step after which there is no return
 * @param returnConfirm how long mains must hold before power counts as returned
 * @param journalPatience how long the journal may be away before health turns red
 * @param closeGrace how long calls under way may take when the program ends
 * @param linger how long answers may wait to be written together; no order ever waits for it
 */
public record Settings(
        int maxConcurrentActions,
        int readsPerHost,
        int reads,
        Duration callTimeout,
        Duration finalDelay,
        Duration returnConfirm,
        Duration journalPatience,
        Duration closeGrace,
        Duration linger) {

    public static final Settings DEFAULT =
            new Settings(
                    10,
                    2,
                    32,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(20));

    public Settings {
        if (maxConcurrentActions < 1 || maxConcurrentActions > 1000) {
            throw new IllegalArgumentException(
                    "max_concurrent_actions " + maxConcurrentActions + ": expected 1 to 1000");
        }
    }

    /**
     * @param beforeReturnless as {@link #finalDelay}
     * @param mainsHold as {@link #returnConfirm}
     */
    public Settings withPauses(Duration beforeReturnless, Duration mainsHold) {
        return new Settings(
                maxConcurrentActions,
                readsPerHost,
                reads,
                callTimeout,
                beforeReturnless,
                mainsHold,
                journalPatience,
                closeGrace,
                linger);
    }

    /** As many questions as orders at least, so that those before orders do not hold them up. */
    public Settings withMaxConcurrentActions(int value) {
        return new Settings(
                value,
                readsPerHost,
                Math.max(reads, value),
                callTimeout,
                finalDelay,
                returnConfirm,
                journalPatience,
                closeGrace,
                linger);
    }
}
