package io.github.walnut.component.nut;

import java.util.Map;

/**
 * What one poll of one UPS has brought: variables or an error, never a part.
 *
 * @param variables by name, whatever its case; empty with an error
 * @param error null when the poll was good
 * @param asked when the first of it was asked, in milliseconds of the monotonic clock; 0 with an
 *     error
 * @param at epoch milliseconds
 */
record UpsPoll(
        String ups,
        PollKind kind,
        Map<String, String> variables,
        NutError error,
        long asked,
        long at) {

    static final String STATUS = "ups.status";

    /** One that brought an error. */
    UpsPoll(String ups, PollKind kind, NutError error, long at) {
        this(ups, kind, Map.of(), error, 0, at);
    }

    boolean good() {
        return error == null;
    }

    String status() {
        return variables.get(STATUS);
    }

    StatusFlags flags() {
        return StatusFlags.of(status());
    }
}
