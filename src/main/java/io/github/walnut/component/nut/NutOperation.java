package io.github.walnut.component.nut;

import java.util.Locale;

/** What a producer can be told to do. */
enum NutOperation {
    LIST,
    GET,
    SET,
    INSTCMD,
    FSD,
    HOLD,
    RELEASE;

    static NutOperation parse(String text) {
        for (NutOperation operation : values()) {
            if (operation.name().toLowerCase(Locale.ROOT).equals(text)) {
                return operation;
            }
        }
        throw new IllegalArgumentException(
                "operation '" + text + "': expected list, get, set, instcmd, fsd, hold or release");
    }
}
