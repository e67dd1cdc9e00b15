package io.github.walnut.policy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Fields, comparisons, values and durations as parts of an English sentence. */
final class FieldText {

    private record Field(String name, String unit) {}

    private static final Map<String, Field> FIELDS =
            Map.ofEntries(
                    Map.entry("charge_pct", new Field("charge", " %")),
                    Map.entry("load_pct", new Field("load", " %")),
                    Map.entry("load", new Field("load", " %")),
                    Map.entry("runtime_minutes", new Field("runtime", " min")),
                    Map.entry("runtime_seconds", new Field("runtime", " s")),
                    Map.entry("input_voltage", new Field("input voltage", " V")),
                    Map.entry("output_voltage", new Field("output voltage", " V")),
                    Map.entry("battery_voltage", new Field("battery voltage", " V")),
                    Map.entry("input_frequency", new Field("input frequency", " Hz")),
                    Map.entry("output_frequency", new Field("output frequency", " Hz")),
                    Map.entry("temperature_c", new Field("temperature", " °C")),
                    Map.entry("power_watts", new Field("power", " W")),
                    Map.entry("power_va", new Field("apparent power", " VA")),
                    Map.entry("on_battery_seconds", new Field("time on battery", " s")),
                    Map.entry(
                            "on_battery_seconds_1h",
                            new Field("time on battery within the last hour", " s")),
                    Map.entry(
                            "flaps_10m",
                            new Field("number of mains changes in the last 10 min", "")),
                    Map.entry("power_source", new Field("power source", "")),
                    Map.entry("latency_ms", new Field("latency", " ms")),
                    Map.entry("os_type", new Field("operating system", "")),
                    Map.entry("count_matching", new Field("number of selected targets", "")),
                    Map.entry("age_seconds", new Field("age", " s")),
                    Map.entry("min_charge_pct", new Field("lowest charge", " %")));

    private static final String[] UNITS = {" d", " h", " min", " s", " ms"};
    private static final long[] UNIT_MILLIS = {86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};

    private FieldText() {}

    /** The field in words; {@code var:ups.beeper.status} is named by its NUT variable. */
    static String name(String field) {
        Field known = FIELDS.get(field);
        if (known != null) {
            return known.name();
        }
        if (field.startsWith("var:")) {
            return field.substring("var:".length());
        }
        return field.startsWith("label:")
                ? "label " + field.substring("label:".length())
                : field.replace('_', ' ');
    }

    /** A comparison in words with the unit of the field: {@code is below 20 %}. */
    static String compared(String field, Condition.Op op, Object value) {
        Field known = FIELDS.get(field);
        String unit = known == null || !(value instanceof BigDecimal) ? "" : known.unit();
        String words =
                switch (op) {
                    case LT -> "is below ";
                    case LE -> "is at most ";
                    case GT -> "is above ";
                    case GE -> "is at least ";
                    case EQ -> "is ";
                    case NE -> "is not ";
                    case IN -> "is ";
                };
        return words + value(value) + unit;
    }

    private static String value(Object value) {
        if (value instanceof List<?> list) {
            return choice(list.stream().map(String::valueOf).toList());
        }
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }

    /** {@code 2 min 30 s}; {@code 0 s} for none. */
    static String duration(Duration duration) {
        StringBuilder text = new StringBuilder();
        long left = duration.toMillis();
        for (int i = 0; i < UNITS.length; i++) {
            long count = left / UNIT_MILLIS[i];
            left -= count * UNIT_MILLIS[i];
            if (count > 0) {
                text.append(text.isEmpty() ? "" : " ").append(count).append(UNITS[i]);
            }
        }
        return text.isEmpty() ? "0 s" : text.toString();
    }

    /** {@code a, b and c}. */
    static String list(List<String> words) {
        return joined(words, " and ");
    }

    /** {@code a, b or c}. */
    static String choice(List<String> words) {
        return joined(words, " or ");
    }

    private static String joined(List<String> words, String last) {
        int end = words.size() - 1;
        return end < 1
                ? String.join("", words)
                : String.join(", ", words.subList(0, end)) + last + words.get(end);
    }
}
