package io.github.walnut.ups;

import java.util.Map;

/** What a device says it is. What it does not say is null. */
public record UpsIdentity(String manufacturer, String model, String serial) {

    public static final UpsIdentity UNKNOWN = new UpsIdentity(null, null, null);

    /**
     * {@code device.*} first, then {@code ups.*} of older drivers.
     *
     * @param variables all of them, as of a full poll
     */
    public static UpsIdentity of(Map<String, String> variables) {
        return new UpsIdentity(
                first(variables, "device.mfr", "ups.mfr"),
                first(variables, "device.model", "ups.model"),
                first(variables, "device.serial", "ups.serial"));
    }

    /** The first of two variables that says something; null without one. */
    static String first(Map<String, String> variables, String name, String other) {
        String text = text(variables.get(name));
        return text == null ? text(variables.get(other)) : text;
    }

    private static String text(String value) {
        String clean = UpsText.clean(value);
        return clean == null || clean.isBlank() ? null : clean.strip();
    }
}
