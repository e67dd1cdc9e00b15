package io.github.walnut.policy;

import io.github.walnut.ups.UpsState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a policy listens to. A trigger is unmet, pending or met, for each subject. */
public sealed interface Trigger {

    /** Which UPSs it looks at. */
    UpsScope ups();

    /** The same, looking at others. */
    Trigger withUps(UpsScope scope);

    /** Whether its state is that of a UPS; else it has none but its own. */
    default boolean aboutUps() {
        return true;
    }

    /** Whether a match uses it up, so that it has to come anew. */
    default boolean usedUp() {
        return false;
    }

    /** Whether it waits for a time of day, whatever happens before. */
    default boolean byTheClock() {
        return false;
    }

    /**
     * @param names UPS ids or bare names; empty means every UPS
     * @param atLeast how many of them must be in the state
     * @param includeTests states excused by a battery test count too
     * @param feeds the UPSs that feed the hosts of the policy, as the topology says; then names are
     *     empty
     */
    record UpsScope(List<String> names, int atLeast, boolean includeTests, boolean feeds) {
        public UpsScope {
            names = List.copyOf(names);
        }

        public UpsScope(List<String> names, int atLeast, boolean includeTests) {
            this(names, atLeast, includeTests, false);
        }

        public boolean includes(String upsId) {
            return names.isEmpty() || names.stream().anyMatch(name -> matches(name, upsId));
        }

        /** Whether the name, with or without its server and in any case, means this UPS. */
        public static boolean matches(String name, String upsId) {
            int server = upsId.indexOf('@');
            return name.equalsIgnoreCase(upsId)
                    || (server > 0 && name.equalsIgnoreCase(upsId.substring(0, server)));
        }
    }

    /**
     * Met when the state has held for {@code holdFor}. Format words {@code ups.state} and {@code
     * duration}.
     *
     * @param causes narrows {@link UpsState#COMM_LOST}; empty means any
     */
    record InState(UpsScope ups, UpsState state, Duration holdFor, List<String> causes)
            implements Trigger {
        @Override
        public Trigger withUps(UpsScope scope) {
            return new InState(scope, state, holdFor, causes);
        }
    }

    /**
     * Met when {@code from} was left, {@code to} entered and kept for {@code stableFor}. Format
     * word {@code status_transition}.
     *
     * @param from null means from anything
     * @param to null means: {@code from} has stayed left
     */
    record Transition(UpsScope ups, UpsState from, UpsState to, Duration stableFor)
            implements Trigger {
        @Override
        public Trigger withUps(UpsScope scope) {
            return new Transition(scope, from, to, stableFor);
        }
    }

    /**
     * Met when the comparison has held for {@code holdFor}. Format word {@code metric.threshold}.
     *
     * @param field a number of {@link ConditionFields}
     * @param op not {@link Condition.Op#IN}
     */
    record Threshold(
            UpsScope ups, String field, Condition.Op op, BigDecimal value, Duration holdFor)
            implements Trigger {
        @Override
        public Trigger withUps(UpsScope scope) {
            return new Threshold(scope, field, op, value, holdFor);
        }
    }

    /**
     * Met at each time of the schedule, for a minute. Format words {@code timer.at} and {@code
     * schedule}.
     */
    record At(UpsScope ups, Schedule schedule) implements Trigger {
        @Override
        public Trigger withUps(UpsScope scope) {
            return new At(scope, schedule);
        }

        @Override
        public boolean byTheClock() {
            return true;
        }

        @Override
        public boolean aboutUps() {
            return false;
        }
    }

    /**
     * Met {@code after} the entering of a state or the call of a webhook, for a minute. Format word
     * {@code timer.after}.
     *
     * @param state null when it counts from a webhook
     * @param webhook null when it counts from a state
     */
    record After(UpsScope ups, Duration after, UpsState state, String webhook) implements Trigger {
        @Override
        public Trigger withUps(UpsScope scope) {
            return new After(scope, after, state, webhook);
        }

        @Override
        public boolean aboutUps() {
            return state != null;
        }
    }

    /**
     * Met by a call of the webhook whose body holds every pair of {@code match}, until a match or
     * {@code validFor} is over. Format word {@code webhook.custom}.
     */
    record Webhook(UpsScope ups, String name, Map<String, Object> match, Duration validFor)
            implements Trigger {
        public Webhook {
            match = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(match));
        }

        @Override
        public Trigger withUps(UpsScope scope) {
            return new Webhook(scope, name, match, validFor);
        }

        @Override
        public boolean usedUp() {
            return true;
        }

        @Override
        public boolean aboutUps() {
            return false;
        }
    }

    enum State {
        UNMET,
        PENDING,
        MET
    }
}
