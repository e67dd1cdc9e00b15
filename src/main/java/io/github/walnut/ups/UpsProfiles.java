package io.github.walnut.ups;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is known about the firmware of certain devices: values that mean "I cannot tell". Comes from
 * a data file, one rule a line: {@code manufacturer | model | firmware | metric | value}; a device
 * part is a prefix compared without case, {@code *} means any; {@code #} begins a comment.
 */
public final class UpsProfiles {

    private final List<Sentinel> sentinels;

    private UpsProfiles(List<Sentinel> sentinels) {
        this.sentinels = sentinels;
    }

    private record Sentinel(
            String manufacturer, String model, String firmware, Metric metric, double value) {

        boolean speaksOf(Map<String, String> variables) {
            return fits(manufacturer, first(variables, "device.mfr", "ups.mfr"))
                    && fits(model, first(variables, "device.model", "ups.model"))
                    && fits(firmware, first(variables, "ups.firmware", "ups.firmware.aux"));
        }

        private static boolean fits(String prefix, String text) {
            return prefix.equals("*")
                    || text.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
        }

        private static String first(Map<String, String> variables, String name, String other) {
            String text = UpsIdentity.first(variables, name, other);
            return text == null ? "" : text;
        }
    }

    public static UpsProfiles none() {
        return new UpsProfiles(List.of());
    }

    /**
     * @throws IllegalArgumentException naming the line that cannot be read
     */
    public static UpsProfiles read(List<String> lines) {
        return new UpsProfiles(
                lines.stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .map(UpsProfiles::rule)
                        .toList());
    }

    /** Whether this device says by {@code value} that it does not know. */
    boolean isSentinel(Map<String, String> variables, Metric metric, double value) {
        return sentinels.stream()
                .anyMatch(s -> s.metric == metric && s.value == value && s.speaksOf(variables));
    }

    private static Sentinel rule(String line) {
        String[] cells = line.split("\\|");
        if (cells.length != 5) {
            throw new IllegalArgumentException(
                    "UPS profile '" + line + "': expected five cells between |");
        }
        Metric metric =
                Metric.ofField(cells[3].strip())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "UPS profile '" + line + "': no such metric"));
        double value =
                NutNumber.parsePlain(cells[4])
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "UPS profile '" + line + "': no such number"));
        return new Sentinel(cells[0].strip(), cells[1].strip(), cells[2].strip(), metric, value);
    }
}
