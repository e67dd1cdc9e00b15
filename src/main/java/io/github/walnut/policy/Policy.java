package io.github.walnut.policy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The one model of a policy; documents of both formats are read into it, and nothing behind the
 * readers knows the format. Its id, version and status belong to {@link StoredPolicy}.
 *
 * @param description null when absent
 * @param priority 0…1000, lower runs first
 * @param neverHosts hosts whose targets are excluded, whatever the actions say
 * @param globalLock null when absent
 * @param recovery null when absent: then nothing is started again by itself
 * @param tests run at save, at start after an upgrade, and nightly
 */
public record Policy(
        String name,
        String description,
        boolean enabled,
        int priority,
        boolean stopOnMatch,
        boolean dynamicResolution,
        Logic logic,
        List<Trigger> triggers,
        List<Condition> all,
        List<Condition> any,
        List<Action> actions,
        Duration suppression,
        Duration idempotency,
        String globalLock,
        List<String> neverHosts,
        Recovery recovery,
        List<PolicyTest> tests,
        String notes) {

    public enum Logic {
        ANY,
        ALL
    }

    public Policy {
        triggers = List.copyOf(triggers);
        all = List.copyOf(all);
        any = List.copyOf(any);
        actions = List.copyOf(actions);
        neverHosts = List.copyOf(neverHosts);
        tests = List.copyOf(tests);
    }

    /** The same with other UPSs; the parts are those of this policy, in their order. */
    Policy withUps(
            List<Trigger> listening,
            List<Condition> every,
            List<Condition> some,
            List<PolicyTest> played) {
        return new Policy(
                name,
                description,
                enabled,
                priority,
                stopOnMatch,
                dynamicResolution,
                logic,
                listening,
                every,
                some,
                actions,
                suppression,
                idempotency,
                globalLock,
                neverHosts,
                recovery,
                played,
                notes);
    }

    /**
     * One verb on one selection of targets.
     *
     * @param params validated against the capability's schema
     * @param keyHint replaces target and parameters in the idempotency key, or null
     * @param timeout budget per verb, or null for the driver's default
     * @param escalate further verbs of the same capability, tried one after another
     */
    public record Action(
            String id,
            boolean enabled,
            String hostId,
            String capability,
            String verb,
            String targetType,
            io.github.walnut.inventory.Selector selector,
            Map<String, Object> params,
            String keyHint,
            int stage,
            List<String> after,
            Duration delay,
            Duration timeout,
            List<String> escalate,
            OnPowerReturn onPowerReturn,
            boolean continueOnError) {

        public enum OnPowerReturn {
            FINISH,
            HOLD,
            REVERSE
        }

        public Action {
            params = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(params));
            after = List.copyOf(after);
            escalate = List.copyOf(escalate);
        }
    }
}
