package io.github.walnut.outages;

import io.github.walnut.policy.Policy.Action.OnPowerReturn;
import io.github.walnut.simulation.Scenario.Fault;
import io.github.walnut.virtual.HostFault;
import java.time.Duration;
import java.util.List;

/**
 * Everything that stands in a seeded case and everything that will happen to it, before any of it
 * has happened. Times count from its begin.
 *
 * @param seed of ids, pauses and chances in the run
 * @param limit orders in flight over all hosts
 * @param latency of each call
 * @param script in rising order of time
 */
record World(
        long seed,
        List<Unit> units,
        List<Machine> machines,
        List<Rule> rules,
        List<Happening> script,
        int limit,
        Duration latency) {

    World {
        units = List.copyOf(units);
        machines = List.copyOf(machines);
        rules = List.copyOf(rules);
        script = List.copyOf(script);
    }

    /**
     * A UPS.
     *
     * @param runtime from full to empty, on battery
     */
    record Unit(String id, Duration runtime) {}

    /**
     * A host.
     *
     * @param self walNUT itself runs on it
     */
    record Machine(String id, boolean self, List<Guest> guests) {
        Machine {
            guests = List.copyOf(guests);
        }
    }

    /**
     * Something on a host that can be stopped.
     *
     * @param running at the begin
     * @param takes from the order to the wanted state
     */
    record Guest(String type, String id, boolean running, Duration takes, Temper temper) {
        String path(Machine machine) {
            return machine.id() + "/" + type + ":" + id;
        }
    }

    /** How a target takes orders. */
    enum Temper {
        GOOD,
        /** Says no. */
        REFUSES,
        /** Says yes, and does nothing. */
        LIES,
        /** Never answers, and does nothing. */
        HANGS,
        /** Says that it failed, every third time. */
        SHAKY
    }

    /** What a policy listens to. */
    enum Sign {
        ON_BATTERY,
        LOW_BATTERY,
        CRITICAL,
        /** Contact is lost, last seen on battery. */
        LOST_ON_BATTERY,
        /** It went from mains to battery. */
        TURNED_TO_BATTERY
    }

    /**
     * A policy.
     *
     * @param units that it listens to
     * @param atLeast so many of them at once
     * @param armed else it makes dry runs
     */
    record Rule(
            int number,
            Sign sign,
            List<String> units,
            int atLeast,
            Duration hold,
            int priority,
            Duration suppression,
            String lock,
            boolean armed,
            List<Act> acts) {
        Rule {
            units = List.copyOf(units);
            acts = List.copyOf(acts);
        }
    }

    /**
     * One verb on all targets of one type on one host.
     *
     * @param escalate further verbs
     */
    record Act(
            String machine,
            String type,
            int stage,
            Duration delay,
            Duration timeout,
            List<String> escalate,
            OnPowerReturn onPowerReturn,
            boolean continueOnError) {
        Act {
            escalate = List.copyOf(escalate);
        }
    }

    sealed interface Happening {
        Duration at();
    }

    record MainsFail(Duration at, String unit) implements Happening {}

    record MainsReturn(Duration at, String unit) implements Happening {}

    /** The UPS calibrates its battery, on battery, until mains carry the load again. */
    record BatteryTest(Duration at, String unit) implements Happening {}

    /**
     * @param fault {@link Fault#NONE} ends it
     */
    record Contact(Duration at, String unit, Fault fault) implements Happening {}

    /**
     * @param fault null ends it
     */
    record HostState(Duration at, String machine, HostFault fault) implements Happening {}

    /** The process dies. */
    record Crash(Duration at, Duration away) implements Happening {}

    /** An admin makes up that mains of this UPS have been gone for so long, as a rehearsal. */
    record MadeUp(Duration at, String unit, Duration heldFor) implements Happening {}

    /** The process stands still: it was stopped, or its machine frozen. */
    record Standstill(Duration at, Duration lasts) implements Happening {}

    /** Somebody starts a target by hand. */
    record Started(Duration at, String path) implements Happening {}
}
