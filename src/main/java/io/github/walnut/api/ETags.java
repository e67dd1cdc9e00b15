package io.github.walnut.api;

/** Versions as strong entity tags (RFC 9110 section 8.8.3). */
final class ETags {

    private ETags() {}

    static String of(int version) {
        return '"' + Integer.toString(version) + '"';
    }

    /** Throws the 412 of a caller that read another version. */
    static void check(Call call, int version) {
        String given = call.text("If-Match").trim();
        if (!given.equals("*") && !given.equals(of(version))) {
            throw new Problem(
                            ProblemCode.VERSION_MISMATCH,
                            "If-Match is " + given + ", the present version is " + of(version))
                    .with("current_version", version);
        }
    }

    static boolean unchanged(Call call, int version) {
        String given = call.text("If-None-Match");
        return given != null && given.trim().equals(of(version));
    }
}
