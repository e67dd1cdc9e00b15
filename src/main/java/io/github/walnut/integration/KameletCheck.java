package io.github.walnut.integration;

import io.github.walnut.guard.Faults;
import io.github.walnut.guard.Place;
import io.github.walnut.guard.StepGuard;
import io.github.walnut.guard.TextGuard;
import java.util.List;

/**
 * Checks a kamelet by the guard that routes of operators pass too, and writes anew what it
 * understood (INT-55, SEC-91).
 */
final class KameletCheck {

    private final Documents documents = new Documents();

    /**
     * A kamelet as Camel is given it.
     *
     * @param text JSON, which is YAML
     */
    record Checked(String name, String text) {}

    /** What is wrong is added to the errors, by file and pointer. */
    Checked check(String file, String text, Manifest manifest, List<InputError> errors) {
        Faults faults =
                (pointer, code, message, expected) ->
                        errors.add(
                                new InputError(
                                        "not_allowed",
                                        "/" + file + pointer,
                                        expected == null
                                                ? message
                                                : message + ". Expected: " + expected));
        try {
            var kamelet = documents.yaml(text);
            TextGuard.ofDrivers(faults).check(kamelet, Place.ROOT);
            StepGuard steps = new StepGuard(new KameletRules(manifest, faults), faults);
            var written = new KameletShape(file, steps, faults).read(kamelet);
            return new Checked(
                    written.path("metadata").path("name").asText(file), written.toString());
        } catch (PackageException unreadable) {
            unreadable
                    .errors()
                    .forEach(
                            e ->
                                    errors.add(
                                            new InputError(
                                                    "kamelet_error", "/" + file, e.message())));
            return new Checked(file, text);
        }
    }
}
