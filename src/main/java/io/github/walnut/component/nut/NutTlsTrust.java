package io.github.walnut.component.nut;

/** By what a server's certificate is believed. */
enum NutTlsTrust {
    FIRST_USE,
    CA,
    PIN,
    NONE;

    static NutTlsTrust parse(String text) {
        return switch (text) {
            case "first-use" -> FIRST_USE;
            case "ca" -> CA;
            case "pin" -> PIN;
            case "none" -> NONE;
            default ->
                    throw new IllegalArgumentException(
                            "tlsTrust '" + text + "': expected first-use, ca, pin or none");
        };
    }
}
