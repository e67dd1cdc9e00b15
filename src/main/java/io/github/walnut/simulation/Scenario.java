package io.github.walnut.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a simulated NUT server plays: its UPSs, and what happens to them in the course of time.
 *
 * @param steps in order of time
 * @param length after which the story starts again, or null when it is played once
 */
public record Scenario(List<Unit> units, List<User> users, List<Step> steps, Duration length) {

    /**
     * One UPS.
     *
     * @param variables at the start
     * @param writable names that SET VAR may change
     * @param battery null when charge and runtime stay as they are set
     */
    public record Unit(
            String name,
            String description,
            Map<String, String> variables,
            List<String> writable,
            List<String> commands,
            Battery battery) {}

    /**
     * How charge and runtime drift.
     *
     * @param runtime from full to empty, on battery
     * @param recharge from empty to full, on mains
     */
    public record Battery(Duration runtime, Duration recharge) {}

    /**
     * @param upsmon primary, secondary or null
     */
    public record User(String name, String password, boolean admin, String upsmon) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * @param ups name of a UPS, or {@code *} for all
     * @param set variables that take these values
     * @param fault that begins, or null
     * @param lasting how long the fault lasts; null means until another fault or {@link Fault#NONE}
     */
    public record Step(
            Duration at, String ups, Map<String, String> set, Fault fault, Duration lasting) {}

    public enum Fault {
        NONE,
        /** The device does not answer its driver: DATA-STALE. */
        STALE,
        /** The driver is gone: DRIVER-NOT-CONNECTED. */
        DRIVER_GONE,
        /** Questions about it are never answered. */
        SILENCE,
        /** The connection is cut in the middle of an answer. */
        CUT,
        /** The answer is not well formed. */
        GARBAGE,
        /** The answer trickles, a byte at a time. */
        SLOW
    }

    public Scenario {
        units = List.copyOf(units);
        users = List.copyOf(users);
        steps = List.copyOf(steps);
    }
}
