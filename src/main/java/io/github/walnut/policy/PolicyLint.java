package io.github.walnut.policy;

import io.github.walnut.inventory.Capability.Verb;
import io.github.walnut.inventory.Target;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Says what is allowed but seldom meant. */
final class PolicyLint {
    private static final Duration DEBOUNCE = Duration.ofSeconds(10);
    private static final Set<UpsState> LATE =
            EnumSet.of(UpsState.LB, UpsState.FSD, UpsState.CRITICAL);
    private static final List<Condition.Scope> MEASURED =
            List.of(Condition.Scope.UPS, Condition.Scope.METRIC);

    /**
     * One action with what is known about it.
     *
     * @param verb null when its host does not offer it
     * @param targets what it selects now
     */
    record Planned(int index, Action action, Verb verb, List<Target> targets) {
        boolean stops() {
            return verb != null && verb.disruptive();
        }
    }

    private final Policy policy;
    private final List<Planned> actions;
    private final SiteView site;
    private final Locations locations;
    private final Findings findings;

    /**
     * @param actions those that are enabled
     */
    PolicyLint(
            Policy policy,
            List<Planned> actions,
            SiteView site,
            Locations locations,
            Findings findings) {
        this.policy = policy;
        this.actions = actions;
        this.site = site;
        this.locations = locations;
        this.findings = findings;
    }

    void check() {
        everyUps();
        unknownBlocks();
        new ThresholdLint(policy, locations, findings).check();
        if (actions.stream().anyMatch(Planned::stops)) {
            noDebounce();
            commLostStops();
            if (policy.recovery() == null) {
                add(
                        Severity.INFO,
                        "/recovery",
                        "no_recovery",
                        "Nothing is started again when power returns");
            }
            new RuntimeLint(policy, actions, site, locations, findings).check();
        }
        new ActionLint(policy, actions, site, locations, findings).check();
    }

    private void noDebounce() {
        boolean any = policy.logic() == Policy.Logic.ANY;
        List<Trigger> triggers = policy.triggers();
        if (!any && triggers.stream().anyMatch(t -> window(t).compareTo(DEBOUNCE) >= 0)) {
            return;
        }
        for (int i = 0; i < triggers.size(); i++) {
            if (leavesMains(triggers.get(i)) && window(triggers.get(i)).compareTo(DEBOUNCE) < 0) {
                warn(
                        locations.trigger(i, "window"),
                        "no_debounce",
                        "It stops targets within 10 s of a loss of mains");
            }
        }
    }

    private static boolean leavesMains(Trigger trigger) {
        return state(trigger) == UpsState.OB
                || (trigger instanceof Trigger.Transition transition
                        && transition.to() == null
                        && transition.from() == UpsState.OL);
    }

    private void commLostStops() {
        if (policy.triggers().stream().allMatch(t -> state(t) == UpsState.COMM_LOST)) {
            warn(locations.trigger(0), "comm_lost_stops", "Lost contact alone stops targets");
        }
    }

    private void everyUps() {
        int known = site.upsIds().size();
        for (int i = 0; known > 1 && i < policy.triggers().size(); i++) {
            Trigger trigger = policy.triggers().get(i);
            if (trigger.aboutUps() && trigger.ups().names().isEmpty() && !trigger.ups().feeds()) {
                warn(
                        locations.trigger(i, "ups"),
                        "every_ups",
                        "It listens to each of " + known + " UPSs");
            }
        }
    }

    private void unknownBlocks() {
        if (policy.triggers().stream().noneMatch(t -> LATE.contains(state(t)))) {
            return;
        }
        Stream.concat(policy.all().stream(), policy.any().stream())
                .filter(c -> MEASURED.contains(c.scope()) && !c.matchIfUnknown())
                .filter(c -> c.value() instanceof java.math.BigDecimal)
                .forEach(
                        c ->
                                warn(
                                        c.pointer(),
                                        "unknown_blocks",
                                        "At low battery an unknown value keeps it from acting;"
                                                + " if_unknown: match would not"));
    }

    /** The state that the trigger waits for, or null. */
    static UpsState state(Trigger trigger) {
        if (trigger instanceof Trigger.InState in) {
            return in.state();
        }
        return trigger instanceof Trigger.Transition transition ? transition.to() : null;
    }

    /** How long the state must have held. */
    static Duration window(Trigger trigger) {
        if (trigger instanceof Trigger.InState in) {
            return in.holdFor();
        }
        if (trigger instanceof Trigger.Transition transition) {
            return transition.stableFor();
        }
        return trigger instanceof Trigger.Threshold limit ? limit.holdFor() : Duration.ZERO;
    }

    private void warn(String pointer, String code, String message) {
        add(Severity.WARN, pointer, code, message);
    }

    private void add(Severity severity, String pointer, String code, String message) {
        findings.compile(severity, pointer, code, message, null);
    }
}
