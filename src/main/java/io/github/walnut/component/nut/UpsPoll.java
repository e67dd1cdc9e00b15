package io.github.walnut.component.nut;

import java.util.Map;

/**
 * What one poll of one UPS has brought: variables or an error, never a part.
 *
 * @param variables by name, whatever its case; empty with an error
 * @param error null when the poll was good
 * @param at epoch milliseconds
 */
record UpsPoll(String ups, PollKind kind, Map<String, String> variables, NutError error, long at) {

    static final String STATUS = "ups.status";

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
