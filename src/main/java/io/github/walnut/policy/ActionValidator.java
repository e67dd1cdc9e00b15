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
    private static final String CONFIRM = "confirm";

    /** They tell somebody something and change no target, so it does no harm to be unsure. */
    private static final List<String> TELLING = List.of("notify.send", "message.publish");

    private final Inventory inventory;
    private final ParamsCheck params;
    private final Locations locations;
    private final Findings findings;

    ActionValidator(
            Inventory inventory, ParamsCheck params, Locations locations, Findings findings) {
        this.inventory = inventory;
        this.params = params;
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
        Optional<Capability> capability =
                offered.stream()
                        .filter(c -> c.id().equals(id) || c.aliases().contains(id))
                        .findFirst();
        if (capability.isEmpty()) {
            blocker(
                    index,
                    "capability",
                    "unknown_capability",
                    "Unknown capability '" + id + "' for host '" + action.hostId() + "'.",
                    Nearest.hint(id, offered.stream().map(Capability::id).toList()));
            return action;
        }
        String type = targetType(index, action, capability.get(), offered);
        Action typed = with(action, action.hostId(), capability.get().id(), type);
        return verb(index, selector(index, typed, capability.get()), capability.get());
    }

    private String targetType(
            int index, Action action, Capability capability, List<Capability> offered) {
        String type = action.targetType();
        if (type == null) {
            return capability.targetTypes().get(0);
        }
        if (type.equals("port") && capability.targetTypes().contains("interface")) {
            return "interface";
        }
        boolean declared = offered.stream().anyMatch(c -> c.targetTypes().contains(type));
        if (!TargetTypes.known(type) && !declared) {
            blocker(
                    index,
                    "target_type",
                    "unknown_target_type",
                    "Unknown target type '" + type + "'",
                    null);
        } else if (!capability.targetTypes().contains(type)) {
            blocker(
                    index,
                    "target_type",
                    "target_type_not_accepted",
                    "Capability '" + capability.id() + "' does not act on '" + type + "'",
                    "Accepted: " + String.join(", ", capability.targetTypes()));
        }
        return type;
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
        Verb verb = offeredVerb(action.verb(), "/actions/" + index + "/verb", capability);
        for (int i = 0; i < action.escalate().size(); i++) {
            offeredVerb(
                    action.escalate().get(i), "/actions/" + index + "/escalate/" + i, capability);
        }
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
        return params(index, action, verb);
    }

    /** A verb that sends what the host's owner prepared is as good as the owner says it is. */
    private Capability.Effect effect(Action action, Verb verb) {
        return verb.effect() == Capability.Effect.BLIND
                ? inventory
                        .preparedEffect(action.hostId(), action.params())
                        .orElse(Capability.Effect.BLIND)
                : verb.effect();
    }

    private Verb offeredVerb(String word, String pointer, Capability capability) {
        Verb verb = capability.verbs().get(word);
        if (verb == null) {
            findings.compile(
                    Severity.BLOCKER,
                    pointer,
                    "unknown_verb",
                    "Unknown verb '" + word + "' for capability '" + capability.id() + "'.",
                    Nearest.hint(word, capability.verbs().keySet()));
        }
        return verb;
    }

    private Action params(int index, Action action, Verb verb) {
        Action timed = hasTimeout(verb) ? action : timeoutAsBudget(action);
        Map<String, Object> values = new LinkedHashMap<>(timed.params());
        Object confirmed = values.remove(CONFIRM);
        if (verb.confirmRequired() && !Boolean.TRUE.equals(confirmed)) {
            findings.compile(
                    Severity.BLOCKER,
                    locations.action(index, "params") + "/" + CONFIRM,
                    "confirm_required",
                    "'" + verb.name() + "' needs confirm: true",
                    null);
        }
        if (verb.params() != null && !verb.params().isEmpty()) {
            for (ParamsCheck.Violation violation : params.check(verb.params(), values)) {
                String place = "/actions/" + index + "/params" + violation.pointer();
                String pointer =
                        locations
                                .pointers()
                                .getOrDefault(
                                        place,
                                        locations.action(index, "params") + violation.pointer());
                findings.compile(
                        Severity.BLOCKER, pointer, "bad_params", violation.message(), null);
            }
        }
        return timed;
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
