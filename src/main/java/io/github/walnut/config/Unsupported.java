package io.github.walnut.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings that this version knows by name and cannot honour. Who gives one relies on what is not
 * there, so the start is refused instead of going on without it.
 */
enum Unsupported {
    ADMIN_PASSWORD("WALNUT_ADMIN_PASSWORD", "a password in sight: see WALNUT_ADMIN_PASSWORD_FILE"),
    ALLOW_UNIX_SOCKETS("WALNUT_ALLOW_UNIX_SOCKETS", "integrations over unix sockets"),
    MQTT_COMMANDS("WALNUT_MQTT_COMMANDS", "requests over MQTT"),
    MQTT_DISCOVERY("WALNUT_MQTT_DISCOVERY", "discovery by Home Assistant");

    private final String variable;
    private final String feature;

    /**
     * @param variable ends with an underscore when it is the start of several
     */
    Unsupported(String variable, String feature) {
        this.variable = variable;
        this.feature = feature;
    }

    String variable() {
        return variable;
    }

    String feature() {
        return feature;
    }

    /** Those that are not settings; a setting that came to be is no longer unsupported. */
    static List<Unsupported> all() {
        return Stream.of(values()).filter(each -> !each.known()).toList();
    }

    private boolean known() {
        return Stream.of(Setting.values()).anyMatch(setting -> setting.variable().equals(variable));
    }

    private boolean is(String name) {
        return variable.endsWith("_")
                ? name.startsWith(variable)
                : name.equals(variable) || name.startsWith(variable + "_");
    }

    /**
     * @param name of a variable or of a property that is no setting
     */
    static Optional<Unsupported> of(String name) {
        String variable =
                name.startsWith("walnut.")
                        ? property(name)
                        : name.replaceFirst("^WALNUT_WALNUT_", "WALNUT_");
        return Arrays.stream(values()).filter(each -> each.is(variable)).findFirst();
    }

    /** The groups of properties that the names of variables leave out. */
    private static String property(String name) {
        return name.replaceFirst("^walnut\\.(http|egress)\\.", "walnut.")
                .replace("unix-sockets", "allow-unix-sockets")
                .replaceAll("[.-]", "_")
                .toUpperCase(Locale.ROOT);
    }
}
