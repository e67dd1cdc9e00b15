package io.github.walnut.ups;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What is known about one UPS at one moment: an immutable snapshot, read by policies, stored with
 * each event and shown by the API. A restart continues from the stored one.
 *
 * @param states the states that hold, each with its facts; a state that is missing does not hold,
 *     unless {@link #known()} is false, then nothing is known
 * @param last the last good sample, or null when the UPS was never heard
 * @param lastGoodAt when the last good poll was complete, or null
 * @param reachable whether the last poll was good
 * @param cause tcp, tls, auth, driver, stale, config or protocol while not reachable, else null
 * @param onBatterySeconds1h sum over the last hour
 * @param standstill time that went by unobserved since the last complete poll, or null
 */
public record UpsFacts(
        String upsId,
        Map<UpsState, Holding> states,
        Sample last,
        Instant lastGoodAt,
        boolean reachable,
        String cause,
        PowerSource powerSource,
        UUID outageId,
        int episode,
        double onBatterySeconds,
        double onBatterySeconds1h,
        int flaps10m,
        boolean absent,
        Instant updatedAt,
        Standstill standstill) {

    public enum PowerSource {
        MAINS,
        BATTERY,
        BYPASS,
        OFF,
        UNKNOWN;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A state that holds.
     *
     * @param since when it began
     * @param epoch rises with each entering of the state
     * @param excused true only because of a battery test or calibration
     * @param source {@code reported}, {@code last_known} (kept through silence) or {@code deduced}
     * @param initial it held already in the first sample ever, so no entering was seen
     */
    public record Holding(
            Instant since, long epoch, boolean excused, String source, boolean initial) {}

    /**
     * The process or the clock stood still, and no complete poll has been asked and answered since.
     *
     * @param lost for how long nobody watched
     * @param open nothing may be judged yet: neither has a fresh complete poll come, nor silence
     *     lasted so long that it tells something itself
     */
    public record Standstill(Duration lost, boolean open) {}

    public UpsFacts {
        states = Map.copyOf(states);
    }

    /** Facts of which every moment was observed. */
    public UpsFacts(
            String upsId,
            Map<UpsState, Holding> states,
            Sample last,
            Instant lastGoodAt,
            boolean reachable,
            String cause,
            PowerSource powerSource,
            UUID outageId,
            int episode,
            double onBatterySeconds,
            double onBatterySeconds1h,
            int flaps10m,
            boolean absent,
            Instant updatedAt) {
        this(
                upsId,
                states,
                last,
                lastGoodAt,
                reachable,
                cause,
                powerSource,
                outageId,
                episode,
                onBatterySeconds,
                onBatterySeconds1h,
                flaps10m,
                absent,
                updatedAt,
                null);
    }

    /** Nothing may be judged on these facts before a fresh complete poll. */
    public boolean awaitsPoll() {
        return standstill != null && standstill.open();
    }

    /** How much of the time that went by does not count, because nobody watched. */
    public Duration unobserved() {
        return standstill == null ? Duration.ZERO : standstill.lost();
    }

    /** False when the UPS was never heard. */
    public boolean known() {
        return last != null;
    }

    public boolean has(UpsState state) {
        return states.containsKey(state);
    }

    /** Holds and is not excused by a test. */
    public boolean holds(UpsState state) {
        Holding holding = states.get(state);
        return holding != null && !holding.excused();
    }
}
