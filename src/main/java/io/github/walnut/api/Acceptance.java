package io.github.walnut.api;

import io.github.walnut.policy.json.DocumentTree;
import java.util.Locale;

/** Whether a caller takes what an operation makes (RFC 9110 section 12.5.1). */
final class Acceptance {

    private Acceptance() {}

    /**
     * @param accept the header, or null
     */
    static void check(Operation operation, String accept) {
        if (accept == null || accept.isBlank() || operation.produces().isEmpty()) {
            return;
        }
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.trim().split("\\s*;\\s*");
            if (!refused(parts) && operation.produces().stream().anyMatch(t -> in(parts[0], t))) {
                return;
            }
        }
        throw new Problem(
                ProblemCode.NOT_ACCEPTABLE,
                "This is available as " + String.join(" or ", operation.produces()));
    }

    static boolean prefersYaml(String accept) {
        return prefers(accept, DocumentTree.YAML);
    }

    /**
     * Whether the type is wanted rather than JSON: it is named, with more weight than JSON has by
     * name.
     *
     * @param accept the header, or null
     */
    static boolean prefers(String accept, String type) {
        return accept != null && weight(accept, type) > weight(accept, BodyReader.JSON);
    }

    /** 0…1; 0 for a type that is not named. */
    private static double weight(String accept, String type) {
        double weight = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.trim().split("\\s*;\\s*");
            if (parts[0].equals(type)) {
                weight = 1;
                for (int i = 1; i < parts.length; i++) {
                    if (parts[i].matches("q=[01](\\.\\d{0,3})?")) {
                        weight = Double.parseDouble(parts[i].substring(2));
                    }
                }
            }
        }
        return weight;
    }

    private static boolean refused(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].matches("q=0(\\.0*)?")) {
                return true;
            }
        }
        return false;
    }

    private static boolean in(String range, String type) {
        return range.equals("*/*")
                || range.equals(type)
                || range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
    }
}
