package io.github.walnut.virtual;

import io.github.walnut.inventory.Selector;
import io.github.walnut.policy.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An action of a test policy, with all that the test does not care about filled in. */
public final class ActionDraft {

    private final String id;
    private final String host;
    private final String capability;
    private final String verb;
    private final String type;
    private int stage;
    private List<String> after = List.of();
    private List<String> escalate = List.of();
    private Duration delay = Duration.ZERO;
    private Duration timeout;
    private Map<String, Object> params = Map.of();
    private String keyHint;
    private boolean continueOnError = true;
    private boolean enabled = true;
    private Policy.Action.OnPowerReturn onPowerReturn = Policy.Action.OnPowerReturn.FINISH;

    private ActionDraft(String id, String host, String capability, String verb, String type) {
        this.id = id;
        this.host = host;
        this.capability = capability;
        this.verb = verb;
        this.type = type;
    }

    public static ActionDraft vm(String id, String host, String verb) {
        return new ActionDraft(id, host, "vm.lifecycle", verb, "vm");
    }

    public static ActionDraft of(
            String id, String host, String capability, String verb, String type) {
        return new ActionDraft(id, host, capability, verb, type);
    }

    public ActionDraft stage(int value) {
        stage = value;
        return this;
    }

    public ActionDraft after(String... actions) {
        after = List.of(actions);
        return this;
    }

    public ActionDraft escalate(String... verbs) {
        escalate = List.of(verbs);
        return this;
    }

    public ActionDraft delay(Duration value) {
        delay = value;
        return this;
    }

    public ActionDraft timeout(Duration value) {
        timeout = value;
        return this;
    }

    public ActionDraft params(Map<String, Object> value) {
        params = value;
        return this;
    }

    public ActionDraft keyHint(String value) {
        keyHint = value;
        return this;
    }

    public ActionDraft stopsOnError() {
        continueOnError = false;
        return this;
    }

    public ActionDraft disabled() {
        enabled = false;
        return this;
    }

    public ActionDraft onPowerReturn(Policy.Action.OnPowerReturn value) {
        onPowerReturn = value;
        return this;
    }

    public Policy.Action done() {
        return new Policy.Action(
                id,
                enabled,
                host,
                capability,
                verb,
                type,
                Selector.NONE,
                params,
                keyHint,
                stage,
                after,
                delay,
                timeout,
                escalate,
                onPowerReturn,
                continueOnError);
    }
}
