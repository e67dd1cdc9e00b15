package io.github.walnut.api;

import io.github.walnut.policy.Finding;
import io.github.walnut.security.Secret;
import io.github.walnut.ups.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Channels that are made where their delivery rules are set: each becomes the integration that it
 * is, and the rules alone are a setting.
 */
final class NewChannels {

    private static final String CHANNELS = "channels";
    private static final String TYPE = "notify";

    /** What of a record belongs to the integration. */
    private static final Set<String> OWN = Set.of("name", "config", "secrets");

    private final Integrations integrations;
    private final IntegrationDrafts drafts;

    NewChannels(Integrations integrations, IntegrationDrafts drafts) {
        this.integrations = integrations;
        this.drafts = drafts;
    }

    /**
     * @param values what remains for the settings
     * @param drafts of the integrations to be made, each checked
     */
    record Split(Map<String, Object> values, List<Integrations.Draft> drafts) {

        /** For the audit row, which is written when the first of them is made. */
        Map<String, Object> diff(Map<String, Object> before) {
            Map<String, Object> rules = new LinkedHashMap<>();
            rules.put("from", before.get(CHANNELS));
            rules.put("to", values.get(CHANNELS));
            List<String> ids = drafts.stream().map(Integrations.Draft::id).toList();
            return Map.of(CHANNELS, rules, "integrations", Map.of("made", ids));
        }
    }

    /** Takes what belongs to integrations out of the values; of another shape nothing is taken. */
    Split split(Map<String, Object> given) {
        if (!(given.get(CHANNELS) instanceof List<?> records)) {
            return new Split(given, List.of());
        }
        List<Object> rules = new ArrayList<>();
        List<Integrations.Draft> made = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i) instanceof Map<?, ?> record
                    && record.keySet().stream().anyMatch(OWN::contains)) {
                made.add(draft(record, "/" + CHANNELS + "/" + i));
                Map<Object, Object> rest = new LinkedHashMap<>(record);
                rest.keySet().removeAll(OWN);
                rules.add(rest);
            } else {
                rules.add(records.get(i));
            }
        }
        Map<String, Object> values = new LinkedHashMap<>(given);
        values.put(CHANNELS, rules);
        return new Split(values, made);
    }

    private Integrations.Draft draft(Map<?, ?> record, String at) {
        String id = text(record.get("id"), at + "/id");
        if (integrations.find(id).isPresent()) {
            throw refused(
                    at,
                    "integration '"
                            + id
                            + "' is there; its name, config and secrets are changed with PATCH"
                            + " /api/integrations/"
                            + id);
        }
        Map<String, Object> config = new LinkedHashMap<>();
        object(record.get("config"), at + "/config")
                .forEach((field, value) -> config.put(String.valueOf(field), value));
        Object kind = record.get("kind");
        if (kind != null && !kind.equals(config.getOrDefault("kind", kind))) {
            throw refused(at + "/kind", "config says " + config.get("kind"));
        }
        if (kind != null) {
            config.put("kind", kind);
        }
        Map<String, Secret> secrets = new LinkedHashMap<>();
        object(record.get("secrets"), at + "/secrets")
                .forEach(
                        (field, value) ->
                                secrets.put(
                                        String.valueOf(field),
                                        Secret.of(text(value, at + "/secrets/" + field))));
        Object name = record.get("name");
        Integrations.Draft draft =
                new Integrations.Draft(
                        id,
                        TYPE,
                        name == null ? id : text(name, at + "/name"),
                        config,
                        secrets,
                        Map.of(),
                        false,
                        true,
                        null);
        drafts.refuseTaken(draft, null);
        List<Finding> findings = integrations.check(draft);
        if (!findings.isEmpty()) {
            throw new Problem(
                            ProblemCode.VALIDATION,
                            findings.size() + " error(s), first: " + findings.get(0).message())
                    .withErrors(findings.stream().map(found -> below(at, found)).toList());
        }
        return draft;
    }

    private static Finding below(String at, Finding found) {
        return new Finding(
                found.severity(),
                found.phase(),
                at + found.pointer(),
                found.code(),
                found.message(),
                found.hint());
    }

    private static Map<?, ?> object(Object value, String at) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw shape(at, "expected an object");
    }

    private static String text(Object value, String at) {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw shape(at, "expected a text");
    }

    private static Problem shape(String at, String message) {
        return problem(ProblemCode.INVALID_REQUEST, at, "type", message);
    }

    private static Problem refused(String at, String message) {
        return problem(ProblemCode.VALIDATION, at, "value", message);
    }

    private static Problem problem(ProblemCode code, String at, String word, String message) {
        return new Problem(code, at + ": " + message)
                .withErrors(
                        List.of(new Finding(Severity.ERROR, "schema", at, word, message, null)));
    }

    /** Makes them, all or none; the settings are set by {@code then}. */
    <T> T make(List<Integrations.Draft> wanted, String actor, Supplier<T> then) {
        List<String> made = new ArrayList<>();
        try {
            for (Integrations.Draft draft : wanted) {
                made.add(integrations.create(draft, actor).host().id());
            }
            return then.get();
        } catch (RuntimeException e) {
            made.forEach(id -> integrations.delete(id, actor));
            throw e;
        }
    }
}
