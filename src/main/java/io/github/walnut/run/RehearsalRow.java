package io.github.walnut.run;

import io.github.walnut.ups.Severity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a driver said of a step in a rehearsal, as it stands among the step's evidence.
 *
 * @param item kind {@code dry_run}, driver, severity, plan_kind, effects, reason and error
 */
public record RehearsalRow(Map<String, Object> item) {

    private static final String KIND = "dry_run";
    private static final Set<String> MISFITS = Set.of("validation", "unsupported");

    /** What is wrong with the host's settings, not with what is asked of it. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of(
                    "base_url_invalid",
                    "ca_unreadable",
                    "egress_refused",
                    "mqtt_client",
                    "setting_invalid",
                    "setting_missing",
                    "type_unavailable",
                    "url_invalid");

    public RehearsalRow {
        item = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(item));
    }

    /** Of a step that no driver was asked about. */
    RehearsalRow(String reason) {
        this(item("", "none", Map.of(), reason, null));
    }

    /** Of a step of which no driver had to be asked that it cannot be done. */
    static RehearsalRow failed(ErrorClass why, String code, String message) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("class", why.word());
        words.put("code", code);
        words.put("message", message);
        words.put("details", Map.of());
        return new RehearsalRow(item("", "none", Map.of(), message, words))
                .severity(Severity.ERROR);
    }

    static RehearsalRow of(DriverResult result) {
        DriverResult.Error error = result.error();
        Map<String, Object> words = null;
        if (error != null) {
            words = new LinkedHashMap<>();
            words.put("class", error.errorClass().word());
            words.put("code", error.code());
            words.put("message", error.message());
            words.put("details", error.details());
        }
        return new RehearsalRow(
                item(result.driver(), result.planKind(), result.effects(), result.reason(), words));
    }

    /** Of a step of any run; one without a row of its own has an empty one. */
    public static RehearsalRow of(Step step) {
        return step.evidence().stream()
                .filter(item -> KIND.equals(item.get("kind")))
                .findFirst()
                .map(RehearsalRow::new)
                .orElseGet(() -> new RehearsalRow(step.reason()).severity(Severity.INFO));
    }

    private static Map<String, Object> item(
            String driver,
            String planKind,
            Map<String, Object> effects,
            String reason,
            Map<String, Object> error) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("kind", KIND);
        item.put("driver", driver);
        item.put("plan_kind", planKind);
        item.put("effects", effects);
        item.put("reason", reason);
        item.put("error", error);
        return item;
    }

    RehearsalRow severity(Severity severity) {
        Map<String, Object> changed = new LinkedHashMap<>(item);
        changed.put("severity", severity.word());
        return new RehearsalRow(changed);
    }

    /** Where it has no reason of its own. */
    RehearsalRow because(String reason) {
        Map<String, Object> changed = new LinkedHashMap<>(item);
        changed.putIfAbsent("reason", reason);
        return new RehearsalRow(changed);
    }

    public Severity severity() {
        return Severity.valueOf(String.valueOf(item.get("severity")).toUpperCase(Locale.ROOT));
    }

    /** Class of the driver's error, or null. */
    public String errorClass() {
        return error("class");
    }

    private String error(String member) {
        return item.get("error") instanceof Map<?, ?> error
                ? String.valueOf(error.get(member))
                : null;
    }

    /** The driver says that the action itself is none that it could ever carry out. */
    public boolean misfit() {
        return errorClass() != null && misfit(errorClass(), error("code"));
    }

    private static boolean misfit(String errorClass, String code) {
        return MISFITS.contains(errorClass) && !OF_THE_CONNECTION.contains(code);
    }

    /**
     * One sentence or word: why the step fails, is not carried out, or cannot be told for sure;
     * null when it would be carried out.
     */
    public String reason() {
        return (String) item.get("reason");
    }
}
