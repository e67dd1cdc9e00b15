package io.github.walnut.policy;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Capability.Verb;
import io.github.walnut.inventory.TargetTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form of an order: capability, verb, target type, parameters and confirmation, against what
 * the type of a host offers. Saving, dry run, preflight and execution all ask here, so that none
 * accepts what another refuses.
 */
public final class ActionForm {

    /** The code of an order that lacks {@code confirm: true}. */
    public static final String CONFIRM_REQUIRED = "confirm_required";

    private static final String CONFIRM = "confirm";

    /** The key of a schema that names the values which need a confirmation, by parameter. */
    public static final String CONFIRM_WHEN = "x-confirm-when";

    /** The part of an order that is wrong. */
    public enum Part {
        CAPABILITY,
        VERB,
        ESCALATE,
        TARGET_TYPE,
        PARAMS
    }

    /**
     * @param targetType canonical
     * @param escalate harsher verbs that may follow with the same parameters
     */
    public record Order(
            String capability,
            String verb,
            String targetType,
            Map<String, Object> params,
            List<String> escalate) {}

    /**
     * @param pointer below the part: {@code /timeout_s} of the parameters, {@code /0} of the verbs
     *     to escalate to, else empty
     * @param hint what would be right, or null
     */
    public record Fault(Part part, String pointer, String code, String message, String hint) {}

    private final ParamsCheck params;

    public ActionForm(ParamsCheck params) {
        this.params = params;
    }

    /** By its id, or by an old id of it. */
    public static Optional<Capability> capability(Collection<Capability> offered, String id) {
        return offered.stream().filter(each -> each.named(id)).findFirst();
    }

    /** Whether the host could be ordered this; empty when it could. */
    public List<Fault> check(Collection<Capability> offered, Order order) {
        Optional<Capability> capability = capability(offered, order.capability());
        if (capability.isEmpty()) {
            return List.of(
                    new Fault(
                            Part.CAPABILITY,
                            "",
                            "unknown_capability",
                            "Unknown capability '" + order.capability() + "'",
                            Nearest.hint(
                                    order.capability(),
                                    offered.stream().map(Capability::id).toList())));
        }
        List<Fault> faults = new ArrayList<>();
        targetType(offered, capability.get(), order.targetType(), faults);
        Verb verb = verb(capability.get(), order.verb(), Part.VERB, "", faults);
        if (verb != null) {
            params(verb, order.params(), faults);
        }
        for (int i = 0; i < order.escalate().size(); i++) {
            Verb next =
                    verb(capability.get(), order.escalate().get(i), Part.ESCALATE, "/" + i, faults);
            if (next != null) {
                params(next, fitting(next, order.params()), faults);
            }
        }
        return List.copyOf(faults);
    }

    private static void targetType(
            Collection<Capability> offered, Capability capability, String type, List<Fault> to) {
        if (type == null || capability.targetTypes().contains(type)) {
            return;
        }
        boolean known =
                TargetTypes.known(type)
                        || offered.stream().anyMatch(c -> c.targetTypes().contains(type));
        to.add(
                known
                        ? new Fault(
                                Part.TARGET_TYPE,
                                "",
                                "target_type_not_accepted",
                                "Capability '"
                                        + capability.id()
                                        + "' does not act on '"
                                        + type
                                        + "'",
                                "Accepted: " + String.join(", ", capability.targetTypes()))
                        : new Fault(
                                Part.TARGET_TYPE,
                                "",
                                "unknown_target_type",
                                "Unknown target type '" + type + "'",
                                null));
    }

    private static Verb verb(
            Capability capability, String word, Part part, String pointer, List<Fault> to) {
        Verb verb = capability.verbs().get(word);
        if (verb == null) {
            to.add(
                    new Fault(
                            part,
                            pointer,
                            "unknown_verb",
                            "Unknown verb '" + word + "' for capability '" + capability.id() + "'.",
                            Nearest.hint(word, capability.verbs().keySet())));
        }
        return verb;
    }

    private void params(Verb verb, Map<String, Object> given, List<Fault> to) {
        Map<String, Object> filled = filled(verb, given);
        if (needsConfirm(verb, filled) && !Boolean.TRUE.equals(filled.get(CONFIRM))) {
            to.add(
                    new Fault(
                            Part.PARAMS,
                            "/" + CONFIRM,
                            CONFIRM_REQUIRED,
                            "'" + verb.name() + "' needs confirm: true" + because(verb, filled),
                            null));
        }
        if (verb.params() == null || verb.params().isEmpty()) {
            return;
        }
        Map<String, Object> values = new LinkedHashMap<>(filled);
        if (values.get(CONFIRM) instanceof Boolean) {
            values.remove(CONFIRM);
        }
        params.check(verb.params(), values)
                .forEach(
                        found ->
                                to.add(
                                        new Fault(
                                                Part.PARAMS,
                                                found.pointer(),
                                                "bad_params",
                                                found.message(),
                                                null)));
    }

    private static String because(Verb verb, Map<String, Object> filled) {
        return verb.confirmRequired()
                ? ""
                : rules(verb).keySet().stream()
                        .map(String::valueOf)
                        .filter(name -> byValue(verb, name, filled.get(name)))
                        .findFirst()
                        .map(name -> " with " + name + ": " + filled.get(name))
                        .orElse("");
    }

    /** Whether these parameters are carried out only with {@code confirm: true} among them. */
    public static boolean needsConfirm(Verb verb, Map<String, Object> params) {
        return verb.confirmRequired()
                || rules(verb).keySet().stream()
                        .map(String::valueOf)
                        .anyMatch(name -> byValue(verb, name, params.get(name)));
    }

    private static boolean byValue(Verb verb, String name, Object given) {
        return rules(verb).get(name) instanceof Collection<?> values
                && values.stream().map(String::valueOf).anyMatch(String.valueOf(given)::equals);
    }

    private static Map<?, ?> rules(Verb verb) {
        return member(verb, CONFIRM_WHEN);
    }

    private static Map<?, ?> member(Verb verb, String key) {
        return verb.params() != null && verb.params().get(key) instanceof Map<?, ?> map
                ? map
                : Map.of();
    }

    /** With the confirmation that the verb needs: for orders that walNUT itself makes. */
    public static Map<String, Object> confirmed(Verb verb, Map<String, Object> params) {
        Map<String, Object> all = new LinkedHashMap<>(params);
        if (needsConfirm(verb, filled(verb, params))) {
            all.put(CONFIRM, true);
        }
        return all;
    }

    /** With the defaults of those that are left out. */
    public static Map<String, Object> filled(Verb verb, Map<String, Object> params) {
        Map<String, Object> all = new LinkedHashMap<>(params);
        member(verb, "properties")
                .forEach(
                        (name, schema) -> {
                            if (schema instanceof Map<?, ?> one && one.get("default") != null) {
                                all.putIfAbsent(String.valueOf(name), one.get("default"));
                            }
                        });
        return all;
    }

    /**
     * Those that the verb has too: a verb to escalate to gets what was written for the one before
     * it.
     */
    public static Map<String, Object> fitting(Verb verb, Map<String, Object> params) {
        boolean closed =
                verb.params() != null
                        && Boolean.FALSE.equals(verb.params().get("additionalProperties"));
        Map<?, ?> known = member(verb, "properties");
        Map<String, Object> fit = new LinkedHashMap<>(params);
        fit.keySet().removeIf(name -> closed && !name.equals(CONFIRM) && !known.containsKey(name));
        return fit;
    }
}
