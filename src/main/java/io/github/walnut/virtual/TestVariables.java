package io.github.walnut.virtual;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fields of a sample, as tests of policies write them, in the words of NUT. */
final class TestVariables {

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("status", "ups.status"),
                    Map.entry("charge_pct", "battery.charge"),
                    Map.entry("runtime_seconds", "battery.runtime"),
                    Map.entry("load_pct", "ups.load"),
                    Map.entry("input_voltage", "input.voltage"),
                    Map.entry("output_voltage", "output.voltage"),
                    Map.entry("input_frequency", "input.frequency"),
                    Map.entry("output_frequency", "output.frequency"),
                    Map.entry("battery_voltage", "battery.voltage"),
                    Map.entry("power_watts", "ups.realpower"),
                    Map.entry("power_va", "ups.power"),
                    Map.entry("temperature_c", "ups.temperature"));

    private static final BigDecimal MINUTE = BigDecimal.valueOf(60);

    /**
     * @throws IllegalArgumentException for a field that walNUT works out itself
     */
    Map<String, String> of(Map<String, Object> fields) {
        Map<String, String> variables = new LinkedHashMap<>();
        fields.forEach((name, value) -> put(variables, name, String.valueOf(value)));
        return variables;
    }

    private static void put(Map<String, String> variables, String name, String value) {
        if (name.equals("runtime_minutes")) {
            BigDecimal seconds = new BigDecimal(value).multiply(MINUTE);
            variables.put("battery.runtime", seconds.toPlainString());
        } else if (NAMES.containsKey(name)) {
            variables.put(NAMES.get(name), value);
        } else if (name.contains(".")) {
            variables.put(name, value);
        } else {
            throw new IllegalArgumentException(
                    name + " follows from what the UPS reports, so it cannot be given");
        }
    }
}
