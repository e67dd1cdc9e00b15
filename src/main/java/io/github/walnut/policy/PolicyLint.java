package io.github.walnut.policy;

import io.github.walnut.inventory.Inventory;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.policy.Trigger.InState;
import io.github.walnut.policy.Trigger.Transition;
import io.github.walnut.ups.Severity;
import io.github.walnut.ups.UpsState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says what is allowed but seldom meant. */
final class PolicyLint {
    private static final Duration DEBOUNCE = Duration.ofSeconds(10);
    private static final List<UpsState> LATE =
            List.of(UpsState.LB, UpsState.FSD, UpsState.CRITICAL);

    private final Policy policy;
    private final Inventory inventory;
    private final int upsCount;
    private final Findings findings;

    PolicyLint(Policy policy, Inventory inventory, int upsCount, Findings findings) {
        this.policy = policy;
        this.inventory = inventory;
        this.upsCount = upsCount;
        this.findings = findings;
    }

    void check() {
        boolean stops = policy.actions().stream().filter(Action::enabled).anyMatch(this::stops);
        if (stops) {
            warn(reactsToDips(), "no_debounce", "It stops targets within 10 s of a loss of mains");
            warn(
                    !policy.triggers().isEmpty()
                            && policy.triggers().stream()
                                    .allMatch(t -> state(t) == UpsState.COMM_LOST),
                    "comm_lost_stops",
                    "Lost contact alone stops targets");
            if (policy.recovery() == null) {
                add(Severity.INFO, "no_recovery", "Nothing is started again when power returns");
            }
        }
        boolean everyUps = policy.triggers().stream().anyMatch(PolicyLint::anyUps);
        warn(everyUps && upsCount > 1, "every_ups", "It listens to each of " + upsCount + " UPSs");
        boolean late = policy.triggers().stream().anyMatch(t -> LATE.contains(state(t)));
        warn(
                late && unknownBlocks(),
                "unknown_blocks",
                "At low battery an unknown value keeps it from acting; if_unknown: match would not");
    }

    private boolean reactsToDips() {
        return policy.triggers().stream()
                .anyMatch(t -> state(t) == UpsState.OB && window(t).compareTo(DEBOUNCE) < 0);
    }

    private static boolean anyUps(Trigger trigger) {
        return trigger.ups().names().isEmpty()
                && !trigger.ups().feeds()
                && !(trigger instanceof Trigger.At || trigger instanceof Trigger.Webhook);
    }

    private boolean unknownBlocks() {
        return Stream.concat(policy.all().stream(), policy.any().stream())
                .anyMatch(c -> !c.matchIfUnknown() && c.value() instanceof java.math.BigDecimal);
    }

    private boolean stops(Action action) {
        return inventory.capabilities(action.hostId()).stream()
                .filter(capability -> capability.id().equals(action.capability()))
                .flatMap(
                        capability ->
                                Optional.ofNullable(capability.verbs().get(action.verb())).stream())
                .anyMatch(verb -> verb.disruptive());
    }

    private static UpsState state(Trigger trigger) {
        if (trigger instanceof InState in) {
            return in.state();
        }
        return trigger instanceof Transition transition ? transition.to() : null;
    }

    private static Duration window(Trigger trigger) {
        if (trigger instanceof InState in) {
            return in.holdFor();
        }
        return trigger instanceof Transition transition ? transition.stableFor() : Duration.ZERO;
    }

    private void warn(boolean found, String code, String message) {
        if (found) {
            add(Severity.WARN, code, message);
        }
    }

    private void add(Severity severity, String code, String message) {
        findings.compile(severity, "", code, message, null);
    }
}
