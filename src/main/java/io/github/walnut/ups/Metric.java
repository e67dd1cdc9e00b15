package io.github.walnut.ups;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The numeric fields of a sample: name in API and store, and the name that policies use. New ones
 * go to the end, since stored samples know them by their places.
 */
public enum Metric {
    BATTERY_PERCENT("charge_pct"),
    RUNTIME_SECONDS("runtime_seconds"),
    LOAD_PERCENT("load_pct"),
    INPUT_VOLTAGE("input_voltage"),
    OUTPUT_VOLTAGE("output_voltage"),
    INPUT_FREQUENCY("input_frequency"),
    OUTPUT_FREQUENCY("output_frequency"),
    BATTERY_VOLTAGE("battery_voltage"),
    POWER_WATTS("power_watts"),
    POWER_VA("power_va"),
    TEMPERATURE_C("temperature_c");

    private final String policyField;

    Metric(String policyField) {
        this.policyField = policyField;
    }

    /** Name in API and store, for example {@code battery_percent}. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name in policy documents, for example {@code charge_pct}. */
    public String policyField() {
        return policyField;
    }

    public static Optional<Metric> ofField(String field) {
        return Arrays.stream(values()).filter(m -> m.field().equals(field)).findFirst();
    }
}
