package io.github.walnut.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A policy in one English sentence, made from the model alone. */
public final class PolicySummary {
    private static final Set<String> STOPPING =
            Set.of("shutdown", "stop", "off", "suspend", "set", "down", "enter");

    private final Policy policy;

    public PolicySummary(Policy policy) {
        this.policy = policy;
    }

    public String text() {
        return "When "
                + triggers()
                + ConditionText.of(policy)
                + ", then "
                + ActionText.of(policy)
                + window()
                + lock()
                + afterwards()
                + ".";
    }

    /** Says nothing about recovery where no action stops anything. */
    private String afterwards() {
        boolean stops =
                policy.actions().stream().map(Policy.Action::verb).anyMatch(STOPPING::contains);
        Recovery recovery = policy.recovery();
        if (recovery == null || !recovery.enabled()) {
            return stops ? "; start nothing again afterwards" : "";
        }
        String order =
                recovery.order() == Recovery.Order.REVERSE ? "in reverse order" : "as listed";
        return "; start everything that was stopped again, "
                + order
                + " and "
                + FieldText.duration(recovery.stagger())
                + " apart, once "
                + mains(recovery)
                + charge(recovery);
    }

    private static String mains(Recovery recovery) {
        return recovery.mainsStable() == null
                ? "mains have been stable for the time in the settings"
                : "mains have been stable for " + FieldText.duration(recovery.mainsStable());
    }

    private static String charge(Recovery recovery) {
        if (recovery.minChargePercent() == null) {
            return " and the charge has reached the level in the settings";
        }
        return recovery.minChargePercent() == 0
                ? ""
                : " and the charge is at least " + recovery.minChargePercent() + " %";
    }

    private String triggers() {
        String joiner = policy.logic() == Policy.Logic.ALL ? " and " : " or ";
        return policy.triggers().stream().map(TriggerText::of).collect(Collectors.joining(joiner))
                + sameUps();
    }

    /** Without this the sentence would allow each trigger a UPS of its own. */
    private String sameUps() {
        List<Trigger.UpsScope> scopes =
                policy.triggers().stream()
                        .filter(PolicySummary::aboutUps)
                        .map(Trigger::ups)
                        .toList();
        boolean several =
                policy.logic() == Policy.Logic.ALL
                        && scopes.size() > 1
                        && !scopes.get(0).feeds()
                        && scopes.get(0).names().size() != 1;
        boolean joint =
                TriggerGroup.of(policy).stream()
                        .noneMatch(group -> group.span() == TriggerGroup.Span.ONE_UPS);
        return several && !joint ? " (one and the same UPS)" : "";
    }

    private static boolean aboutUps(Trigger trigger) {
        return !(trigger instanceof Trigger.At
                || trigger instanceof Trigger.Webhook
                || (trigger instanceof Trigger.After timer && timer.state() == null));
    }

    private String window() {
        return policy.suppression().isZero()
                ? ""
                : "; not again within " + FieldText.duration(policy.suppression());
    }

    private String lock() {
        return policy.globalLock() == null
                ? ""
                : "; never at the same time as another run with the lock " + policy.globalLock();
    }
}
