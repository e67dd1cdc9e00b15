package io.github.walnut.publish;

import java.util.List;
import java.util.Map;

/** The two text forms in which Prometheus reads metrics. */
public enum Exposition {
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    static final String END = "# EOF\n";

    private final String mediaType;

    Exposition(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /**
     * @param accept what a client asks for, or null
     */
    public static Exposition of(String accept) {
        return accept != null && accept.contains("application/openmetrics-text")
                ? OPEN_METRICS
                : PROMETHEUS;
    }

    /** Ends without the mark of the end. */
    String write(List<MetricFamily> families) {
        StringBuilder text = new StringBuilder();
        families.stream()
                .filter(family -> !family.series().isEmpty())
                .forEach(family -> write(text, family));
        return text.toString();
    }

    /** As the whole of an answer. */
    public String whole(List<MetricFamily> families) {
        return write(families) + (this == OPEN_METRICS ? END : "");
    }

    private void write(StringBuilder text, MetricFamily family) {
        boolean open = this == OPEN_METRICS;
        String sample = family.name() + family.kind().suffix();
        String name = open ? family.name() : sample;
        text.append("# HELP ").append(name).append(' ').append(escaped(family.help())).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type(family.kind())).append('\n');
        for (MetricFamily.Series series : family.series()) {
            text.append(sample);
            labels(text, series.labels());
            text.append(' ').append(number(series.value())).append('\n');
        }
    }

    private String type(MetricFamily.Kind kind) {
        return switch (kind) {
            case GAUGE -> "gauge";
            case COUNTER -> "counter";
            case INFO -> this == OPEN_METRICS ? "info" : "gauge";
        };
    }

    private static void labels(StringBuilder text, Map<String, String> labels) {
        if (labels.isEmpty()) {
            return;
        }
        char before = '{';
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text.append(before).append(label.getKey()).append("=\"");
            text.append(escaped(label.getValue()).replace("\"", "\\\"")).append('"');
            before = ',';
        }
        text.append('}');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
