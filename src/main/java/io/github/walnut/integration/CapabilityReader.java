package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.inventory.Capability;
import io.github.walnut.inventory.Capability.Confirm;
import io.github.walnut.inventory.Capability.DryRun;
import io.github.walnut.inventory.Capability.Effect;
import io.github.walnut.inventory.Capability.Verb;
import io.github.walnut.inventory.TargetTypes;
import io.github.walnut.policy.ActionForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Narrows a capability of the catalogue to what a type offers, or reads one of the type's own. */
final class CapabilityReader {

    private static final Duration OWN_BUDGET = Duration.ofSeconds(60);

    private final Catalogue catalogue;
    private final Documents documents = new Documents();
    private final JsonNode manifest;
    private final List<InputError> errors;

    CapabilityReader(Catalogue catalogue, JsonNode manifest, List<InputError> errors) {
        this.catalogue = catalogue;
        this.manifest = manifest;
        this.errors = errors;
    }

    Capability read(JsonNode entry, String pointer) {
        Optional<Capability> known = catalogue.find(entry.path("id").asText());
        Map<String, Verb> verbs = new LinkedHashMap<>();
        List<String> names = Documents.texts(entry.path("verbs"));
        for (int i = 0; i < names.size(); i++) {
            String place = pointer + "/verbs/" + i;
            verb(entry, known, names.get(i), pointer, place).ifPresent(v -> verbs.put(v.name(), v));
        }
        List<String> aliases = new ArrayList<>(Documents.texts(entry.path("aliases")));
        known.ifPresent(capability -> aliases.addAll(capability.aliases()));
        return new Capability(
                entry.path("id").asText(),
                known.map(Capability::title).orElse(entry.path("id").asText()),
                Documents.texts(entry.path("targets")).stream()
                        .map(TargetTypes::canonical)
                        .toList(),
                verbs,
                aliases);
    }

    private Optional<Verb> verb(
            JsonNode entry, Optional<Capability> known, String name, String pointer, String place) {
        Verb base = known.map(capability -> capability.verbs().get(name)).orElse(null);
        if (known.isPresent() && base == null) {
            errors.add(
                    error(
                            "capability_mismatch",
                            place,
                            "is no verb of "
                                    + known.get().id()
                                    + ", which has "
                                    + known.get().verbs().keySet()));
            return Optional.empty();
        }
        if (base == null && !entry.path("params").has(name)) {
            errors.add(
                    error(
                            "schema_error",
                            pointer + "/params/" + name,
                            "is required for a capability of its own"));
            return Optional.empty();
        }
        Verb narrowed = narrow(entry, base, name);
        checkDryRun(narrowed, entry, pointer);
        checkKey(narrowed, base, pointer);
        checkInverse(entry, name, pointer);
        return Optional.of(narrowed);
    }

    private Verb narrow(JsonNode entry, Verb base, String name) {
        String inverse = entry.path("invertible").path(name).path("inverse").asText(null);
        return new Verb(
                name,
                word(
                        entry.path("effect").path(name),
                        base == null ? Effect.BLIND : base.effect(),
                        Effect.class),
                word(
                        entry.path("confirm").path(name),
                        base == null ? Confirm.ACK : base.confirm(),
                        Confirm.class),
                budget(name, base),
                inverse,
                name.equals(inverse),
                entry.has("disruptive")
                        ? Documents.texts(entry.path("disruptive")).contains(name)
                        : base == null || base.disruptive(),
                Documents.texts(entry.path("point_of_no_return")).contains(name),
                base != null && base.confirmRequired(),
                word(
                        entry.path("dry_run"),
                        base == null ? DryRun.REQUIRED : base.dryRun(),
                        DryRun.class),
                keyFields(entry, base),
                params(entry, base, name));
    }

    private Duration budget(String name, Verb base) {
        JsonNode seconds = manifest.path("defaults").path("verb_timeout_s").path(name);
        if (seconds.isInt()) {
            return Duration.ofSeconds(seconds.asInt());
        }
        return base == null ? OWN_BUDGET : base.budget();
    }

    private static List<String> keyFields(JsonNode entry, Verb base) {
        List<String> written = Documents.texts(entry.path("idempotency").path("key_fields"));
        if (!written.isEmpty()) {
            return written;
        }
        return base == null ? List.of("verb", "target_id") : base.keyFields();
    }

    private Map<String, Object> params(JsonNode entry, Verb base, String name) {
        JsonNode own = entry.path("params").path(name);
        if (!own.isObject()) {
            return base.params();
        }
        Map<String, Object> narrowed = new LinkedHashMap<>(documents.map(own));
        if (base != null && base.params().get(ActionForm.CONFIRM_WHEN) != null) {
            narrowed.put(ActionForm.CONFIRM_WHEN, base.params().get(ActionForm.CONFIRM_WHEN));
        }
        return narrowed;
    }

    private void checkDryRun(Verb verb, JsonNode entry, String pointer) {
        boolean silent = manifest.path("category").asText().equals("notification");
        boolean reads = entry.path("id").asText().equals("inventory.list");
        if (verb.dryRun() == DryRun.NOT_SUPPORTED && !silent && !reads) {
            errors.add(
                    error(
                            "dry_run_missing",
                            pointer + "/dry_run",
                            "must be possible for verb " + verb.name()));
        }
    }

    private void checkKey(Verb verb, Verb base, String pointer) {
        if (base != null && !verb.keyFields().containsAll(base.keyFields())) {
            errors.add(
                    error(
                            "key_fields_missing",
                            pointer + "/idempotency/key_fields",
                            "must hold " + base.keyFields() + " for verb " + verb.name()));
        }
    }

    private void checkInverse(JsonNode entry, String name, String pointer) {
        JsonNode inverse = entry.path("invertible").path(name).path("inverse");
        if (inverse.isTextual()
                && !Documents.texts(entry.path("verbs")).contains(inverse.asText())) {
            errors.add(
                    error(
                            "schema_error",
                            pointer + "/invertible/" + name + "/inverse",
                            inverse.asText() + " is no verb of this capability"));
        }
    }

    private static <E extends Enum<E>> E word(JsonNode written, E otherwise, Class<E> type) {
        return written.isTextual()
                ? Enum.valueOf(type, written.asText().toUpperCase(Locale.ROOT))
                : otherwise;
    }

    private static InputError error(String code, String pointer, String message) {
        return new InputError(code, pointer, message);
    }
}
