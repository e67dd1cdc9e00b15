package io.github.walnut.api;

import com.networknt.schema.ValidationMessage;
import io.github.walnut.policy.Finding;
import io.github.walnut.ups.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Says in words what does not fit a body, and where. Values are not repeated: one may be secret.
 */
final class BodyFaults {

    private BodyFaults() {}

    /** The refusal of a body with these faults, of which there is one at least. */
    static Problem problem(Collection<ValidationMessage> faults) {
        List<Finding> findings =
                faults.stream()
                        .map(BodyFaults::finding)
                        .sorted(Comparator.comparing(Finding::pointer))
                        .toList();
        Finding first = findings.get(0);
        String more = findings.size() == 1 ? "" : " (and " + (findings.size() - 1) + " more)";
        String place = first.pointer().isEmpty() ? "The body" : first.pointer();
        return new Problem(ProblemCode.INVALID_REQUEST, place + ": " + first.message() + more)
                .withErrors(findings);
    }

    private static Finding finding(ValidationMessage fault) {
        String at = fault.getInstanceLocation().toString();
        String pointer = fault.getProperty() == null ? at : at + "/" + fault.getProperty();
        return new Finding(
                Severity.ERROR, "schema", pointer, snake(fault.getType()), sentence(fault), null);
    }

    private static String sentence(ValidationMessage fault) {
        return switch (fault.getType()) {
            case "required" -> "is missing";
            case "additionalProperties" -> "is no key that is known here";
            case "pattern" -> "has not the form " + fault.getSchemaNode().asText();
            default -> bare(fault);
        };
    }

    /** Without the place, which the pointer tells. */
    private static String bare(ValidationMessage fault) {
        String place = fault.getInstanceLocation() + ": ";
        String text = fault.getMessage();
        return text.startsWith(place) ? text.substring(place.length()) : text;
    }

    private static String snake(String keyword) {
        return keyword.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
