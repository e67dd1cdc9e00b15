package io.github.walnut.component.nut;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asking for single values in place of the list, for a UPS with a value so long that its server
 * cuts the line: after the second time with the same variable.
 */
final class SingleValues {

    private static final int TIMES = 2;

    private static final List<String> NEEDED =
            List.of(
                    UpsPoll.STATUS,
                    "battery.charge",
                    "battery.charge.approx",
                    "battery.runtime",
                    "battery.temperature",
                    "battery.test.status",
                    "battery.voltage",
                    "ambient.temperature",
                    "device.mfr",
                    "device.model",
                    "device.serial",
                    "input.frequency",
                    "input.L1-N.voltage",
                    "input.transfer.low",
                    "input.voltage",
                    "input.voltage.nominal",
                    "output.frequency",
                    "output.L1-N.voltage",
                    "output.voltage",
                    "ups.alarm",
                    "ups.firmware",
                    "ups.load",
                    "ups.mfr",
                    "ups.model",
                    "ups.power",
                    "ups.realpower",
                    "ups.realpower.nominal",
                    "ups.serial",
                    "ups.temperature",
                    "ups.test.result");

    private final Map<String, Integer> cuts = new HashMap<>();
    private final List<String> variables = new ArrayList<>();

    /**
     * @return true when from now on single values are asked
     */
    boolean cut(String variable) {
        if (cuts.merge(variable, 1, Integer::sum) < TIMES) {
            return false;
        }
        if (variables.isEmpty()) {
            variables.addAll(NEEDED);
        }
        variables.remove(variable);
        return true;
    }

    boolean inUse() {
        return !variables.isEmpty();
    }

    List<String> variables() {
        return List.copyOf(variables);
    }

    /** The UPS does not have it. */
    void drop(String variable) {
        variables.remove(variable);
    }
}
