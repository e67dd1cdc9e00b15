package io.github.walnut.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Holds a kamelet file against what kamelets may do (INT-55). */
final class KameletCheck {

    private final Documents documents = new Documents();

    /** Returns the kamelet's name; what is wrong is added to the errors, by file and pointer. */
    String check(String file, String text, Manifest manifest, List<InputError> errors) {
        try {
            JsonNode kamelet = documents.yaml(text);
            KameletShape.check(file, kamelet, errors);
            new KameletSteps(file, manifest, errors)
                    .check(kamelet.path("spec").path("template").path("from").path("steps"));
            return kamelet.path("metadata").path("name").asText(file);
        } catch (PackageException unreadable) {
            unreadable
                    .errors()
                    .forEach(e -> errors.add(new InputError("kamelet_error", file, e.message())));
            return file;
        }
    }
}
