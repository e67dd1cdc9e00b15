package io.github.walnut.component.nut;

/** Whether a connection goes over to TLS. */
enum NutTlsMode {
    OFF,
    AUTO,
    REQUIRED;

    static NutTlsMode parse(String text) {
        return switch (text) {
            case "off" -> OFF;
            case "auto" -> AUTO;
            case "required" -> REQUIRED;
            default ->
                    throw new IllegalArgumentException(
                            "tls '" + text + "': expected off, auto or required");
        };
    }
}
