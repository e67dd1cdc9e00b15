package io.github.walnut.run;

import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Equal wishes have equal keys, whatever policy they come from, whatever the state and the time.
 */
public final class IdempotencyKey {

    private static final String PARAM = "params.";
    private static final int HASH_DIGITS = 12;

    private IdempotencyKey() {}

    /**
     * @param hint replaces everything after the verb, or null
     */
    public static String of(
            String capability,
            Capability.Verb verb,
            Target target,
            Map<String, Object> params,
            String hint) {
        StringBuilder key =
                new StringBuilder(capability).append(':').append(verb.name()).append(':');
        if (hint != null) {
            return key.append(hint).toString();
        }
        key.append(target.hostId()).append('/').append(target.id());
        for (String name : keyParams(verb)) {
            key.append(':').append(name).append('=').append(text(value(verb, params, name)));
        }
        return key.toString();
    }

    /** The key of the same wish by another verb of the same capability, for escalation. */
    static String withVerb(Step step, String verb) {
        String before = step.capability() + ":" + step.verb() + ":";
        return step.capability()
                + ":"
                + verb
                + ":"
                + (step.idempotencyKey().startsWith(before)
                        ? step.idempotencyKey().substring(before.length())
                        : step.idempotencyKey());
    }

    private static List<String> keyParams(Capability.Verb verb) {
        return verb.keyFields().stream()
                .filter(field -> field.startsWith(PARAM))
                .map(field -> field.substring(PARAM.length()))
                .toList();
    }

    private static Object value(Capability.Verb verb, Map<String, Object> params, String name) {
        Object given = params.get(name);
        return given != null ? given : declaredDefault(verb, name);
    }

    private static Object declaredDefault(Capability.Verb verb, String name) {
        return verb.params().get("properties") instanceof Map<?, ?> properties
                        && properties.get(name) instanceof Map<?, ?> schema
                ? schema.get("default")
                : null;
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Map || value instanceof Collection
                ? Sha256.of(CanonicalJson.of(value)).substring(0, HASH_DIGITS)
                : value.toString();
    }
}
