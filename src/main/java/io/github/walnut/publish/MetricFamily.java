package io.github.walnut.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All series of one name.
 *
 * @param name without {@code _total} and {@code _info}
 */
public record MetricFamily(String name, Kind kind, String help, List<Series> series) {

    public enum Kind {
        GAUGE(""),
        COUNTER("_total"),
        /** Always 1; what it tells stands in its labels. */
        INFO("_info");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }
    }

    public record Series(SortedMap<String, String> labels, double value) {}

    public static MetricFamily gauge(String name, String help) {
        return new MetricFamily(name, Kind.GAUGE, help, new ArrayList<>());
    }

    public static MetricFamily counter(String name, String help) {
        return new MetricFamily(name, Kind.COUNTER, help, new ArrayList<>());
    }

    public static MetricFamily info(String name, String help) {
        return new MetricFamily(name, Kind.INFO, help, new ArrayList<>());
    }

    /** Leaves out what is unknown. */
    public MetricFamily add(Map<String, String> labels, Number value) {
        if (value != null) {
            series.add(new Series(new TreeMap<>(labels), value.doubleValue()));
        }
        return this;
    }

    public MetricFamily add(String label, String value, Number number) {
        return add(Map.of(label, value), number);
    }

    MetricFamily without(String label) {
        return new MetricFamily(
                name,
                kind,
                help,
                series.stream()
                        .map(
                                each -> {
                                    SortedMap<String, String> fewer = new TreeMap<>(each.labels());
                                    fewer.remove(label);
                                    return new Series(fewer, each.value());
                                })
                        .toList());
    }
}
