package io.github.walnut.api;

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
