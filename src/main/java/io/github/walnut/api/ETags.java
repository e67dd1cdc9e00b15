package io.github.walnut.api;

import java.util.stream.Stream;

/** Versions as strong entity tags (RFC 9110 section 8.8.3). */
final class ETags {

    static final String IF_MATCH = "If-Match";
    static final String IF_NONE_MATCH = "If-None-Match";

    private ETags() {}

    static String of(int version) {
        return '"' + Integer.toString(version) + '"';
    }

    /** Throws the 412 of a caller that read another version. */
    static void check(Call call, int version) {
        String given = call.text(IF_MATCH);
        if (!listed(given, of(version))) {
            throw new Problem(
                            ProblemCode.VERSION_MISMATCH,
                            "If-Match is " + given + ", the present version is " + of(version))
                    .with("current_version", version);
        }
    }

    /** Whether the caller holds what it asks for. A weak tag of the same version is as good. */
    static boolean unchanged(Call call, String tag) {
        String given = call.text(IF_NONE_MATCH);
        return given != null && listed(given.replace("W/", ""), tag);
    }

    private static boolean listed(String header, String tag) {
        return Stream.of(header.split(","))
                .map(String::trim)
                .anyMatch(each -> each.equals("*") || each.equals(tag));
    }
}
