package io.github.walnut.policy;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Capability.Verb;
import io.github.walnut.inventory.Host;
import io.github.walnut.inventory.Inventory;
import io.github.walnut.inventory.Selector;
import io.github.walnut.inventory.TargetTypes;
import io.github.walnut.policy.Policy.Action;
import io.github.walnut.ups.Severity;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks one action against what its host offers, and returns it with today's names and defaults
 * filled in.
 */
final class ActionValidator {
    private static final String TIMEOUT_PARAM = "timeout_s";

    /** They tell somebody something and change no target, so it does no harm to be unsure. */
    private static final List<String> TELLING = List.of("notify.send", "message.publish");

    private final Inventory inventory;
    private final ActionForm form;
    private final Locations locations;
    private final Findings findings;

    ActionValidator(Inventory inventory, ActionForm form, Locations locations, Findings findings) {
        this.inventory = inventory;
        this.form = form;
        this.locations = locations;
        this.findings = findings;
    }

    /** The action as it will run; unchanged where a blocker prevents it. */
    Action check(int index, Action action) {
        Optional<Host> host = inventory.host(action.hostId());
        if (host.isEmpty()) {
            blocker(
                    index,
                    "host",
                    "unknown_host",
                    "Unknown host '" + action.hostId() + "'",
                    Nearest.hint(
                            action.hostId(), inventory.hosts().stream().map(Host::id).toList()));
            return action;
        }
        Action named = with(action, host.get().id(), action.capability(), action.targetType());
        List<Capability> offered = inventory.capabilities(named.hostId());
        if (offered.isEmpty()) {
            findings.compile(
                    Severity.ERROR,
                    locations.action(index, "host"),
                    "driver_unavailable",
                    "The type '"
                            + host.get().typeId()
                            + "' of host '"
                            + named.hostId()
                            + "' is unavailable",
                    null);
            return named;
        }
        return capability(index, named, offered);
    }

    private Action capability(int index, Action action, List<Capability> offered) {
        String id = action.capability();
        if (id.equals("inventory.list")) {
            findings.compile(
                    Severity.ERROR,
                    locations.action(index, "capability"),
                    "not_an_action",
                    "'inventory.list' only reads",
                    null);
            return action;
        }
        Optional<Capability> capability = ActionForm.capability(offered, id);
        Action named = capability.map(found -> named(action, found)).orElse(action);
        form(index, named, offered);
        return capability.isEmpty()
                ? action
                : verb(index, selector(index, named, capability.get()), capability.get());
    }

    /** With today's names, and with a timeout that the verb does not take as the action's own. */
    private static Action named(Action action, Capability capability) {
        String type =
                action.targetType() == null
                        ? capability.targetTypes().get(0)
                        : TargetTypes.on(capability, action.targetType());
        Action named = with(action, action.hostId(), capability.id(), type);
        Verb verb = capability.verbs().get(action.verb());
        return verb == null || hasTimeout(verb) ? named : timeoutAsBudget(named);
    }

    private void form(int index, Action action, List<Capability> offered) {
        ActionForm.Order order =
                new ActionForm.Order(
                        action.capability(),
                        action.verb(),
                        action.targetType(),
                        action.params(),
                        action.escalate());
        for (ActionForm.Fault fault : form.check(offered, order)) {
            findings.compile(
                    Severity.BLOCKER,
                    pointer(index, fault),
                    fault.code(),
                    fault.part() == ActionForm.Part.CAPABILITY
                            ? fault.message() + " for host '" + action.hostId() + "'."
                            : fault.message(),
                    fault.hint());
        }
    }

    private String pointer(int index, ActionForm.Fault fault) {
        return switch (fault.part()) {
            case CAPABILITY -> locations.action(index, "capability");
            case TARGET_TYPE -> locations.action(index, "target_type");
            case VERB -> "/actions/" + index + "/verb";
            case ESCALATE -> "/actions/" + index + "/escalate" + fault.pointer();
            case PARAMS ->
                    locations
                            .pointers()
                            .getOrDefault(
                                    "/actions/" + index + "/params" + fault.pointer(),
                                    locations.action(index, "params") + fault.pointer());
        };
    }

    private Action selector(int index, Action action, Capability capability) {
        Selector selector = action.selector();
        if (capability.hostOnly()) {
            if (selector.given() && !namesJust(selector, action.hostId())) {
                blocker(
                        index,
                        "selector",
                        "host_only",
                        "Capability '" + capability.id() + "' is host-only: it takes no selector",
                        null);
            }
            return withSelector(action, Selector.NONE);
        }
        if (!selector.given() && !"host".equals(action.targetType())) {
            findings.compile(
                    Severity.ERROR,
                    locations.action(index, "selector"),
                    "no_selector",
                    "Capability '" + capability.id() + "' requires target identifiers",
                    "external_ids, names, labels, attrs, query, or all: true");
        }
        return action;
    }

    private static boolean namesJust(Selector selector, String hostId) {
        boolean filtered =
                selector.all()
                        || selector.query() != null
                        || !selector.labels().isEmpty()
                        || !selector.attrs().isEmpty();
        return !filtered
                && Stream.concat(selector.externalIds().stream(), selector.names().stream())
                        .allMatch(text -> text.equals(hostId) || text.equals("host:" + hostId));
    }

    private Action verb(int index, Action action, Capability capability) {
        Verb verb = capability.verbs().get(action.verb());
        if (verb == null) {
            return action;
        }
        if (effect(action, verb) == Capability.Effect.BLIND && !TELLING.contains(capability.id())) {
            findings.compile(
                    Severity.ERROR,
                    "/actions/" + index + "/verb",
                    "blind_verb",
                    "Nobody can tell whether '"
                            + verb.name()
                            + "' was carried out, so it is not allowed",
                    null);
        }
        return action;
    }

    /** A verb that sends what the host's owner prepared is as good as the owner says it is. */
    private Capability.Effect effect(Action action, Verb verb) {
        return verb.effect() == Capability.Effect.BLIND
                ? inventory
                        .preparedEffect(action.hostId(), action.params())
                        .orElse(Capability.Effect.BLIND)
                : verb.effect();
    }

    private static boolean hasTimeout(Verb verb) {
        return verb.params() != null
                && verb.params().get("properties") instanceof Map<?, ?> properties
                && properties.containsKey(TIMEOUT_PARAM);
    }

    /** Where the verb has no such parameter, it is the budget of the action. */
    private static Action timeoutAsBudget(Action action) {
        if (!(action.params().get(TIMEOUT_PARAM) instanceof Integer seconds)) {
            return action;
        }
        Map<String, Object> rest = new LinkedHashMap<>(action.params());
        rest.remove(TIMEOUT_PARAM);
        Duration timeout =
                action.timeout() == null ? Duration.ofSeconds(seconds) : action.timeout();
        return copy(
                action,
                action.hostId(),
                action.capability(),
                action.targetType(),
                action.selector(),
                rest,
                timeout);
    }

    private static Action with(Action action, String host, String capability, String type) {
        return copy(
                action,
                host,
                capability,
                type,
                action.selector(),
                action.params(),
                action.timeout());
    }

    private static Action withSelector(Action action, Selector selector) {
        return copy(
                action,
                action.hostId(),
                action.capability(),
                action.targetType(),
                selector,
                action.params(),
                action.timeout());
    }

    private static Action copy(
            Action a,
            String host,
            String capability,
            String type,
            Selector selector,
            Map<String, Object> params,
            Duration timeout) {
        return new Action(
                a.id(),
                a.enabled(),
                host,
                capability,
                a.verb(),
                type,
                selector,
                params,
                a.keyHint(),
                a.stage(),
                a.after(),
                a.delay(),
                timeout,
                a.escalate(),
                a.onPowerReturn(),
                a.continueOnError());
    }

    private void blocker(int index, String part, String code, String message, String hint) {
        findings.compile(Severity.BLOCKER, locations.action(index, part), code, message, hint);
    }
}
