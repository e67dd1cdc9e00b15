package io.github.walnut.publish;

import io.github.walnut.policy.NumberText;
import io.github.walnut.ups.PollResult;
import io.github.walnut.ups.UpsFacts;
import io.github.walnut.ups.UpsState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What NUT says of each UPS, under the names that exporters of NUT have given it, so that existing
 * dashboards and alerts go on. A UPS that is not heard has no series.
 */
public final class NutMetrics {

    private static final String PREFIX = "network_ups_tools_";
    private static final List<String> FLAGS =
            List.of(
                    "OL", "OB", "LB", "HB", "RB", "CHRG", "DISCHRG", "BYPASS", "CAL", "OFF", "OVER",
                    "TRIM", "BOOST", "FSD", "SD");
    private static final List<String> DEVICE =
            List.of(
                    "model",
                    "mfr",
                    "serial",
                    "type",
                    "description",
                    "contact",
                    "location",
                    "part",
                    "macaddr");
    private static final Set<String> TRUE = Set.of("enabled", "on", "yes", "true", "active");
    private static final Set<String> FALSE = Set.of("disabled", "off", "no", "false", "inactive");

    /** Names that belong to other kinds of metrics; Prometheus reads them wrongly on a gauge. */
    private static final String OTHER_KINDS = ".*_(count|sum|bucket|total|info|created)";

    private final Supplier<List<UpsFacts>> facts;
    private final Map<String, Map<String, String>> variables = new ConcurrentHashMap<>();

    public NutMetrics(Supplier<List<UpsFacts>> facts) {
        this.facts = facts;
    }

    /** A fast poll brings a few variables only; the others are those of the last full one. */
    public void polled(PollResult result) {
        if (result instanceof PollResult.Good good) {
            variables.compute(
                    good.upsId(),
                    (id, known) -> {
                        if (known == null || good.poll() == io.github.walnut.ups.Sample.Poll.FULL) {
                            return good.variables();
                        }
                        Map<String, String> merged = new HashMap<>(known);
                        merged.putAll(good.variables());
                        return Map.copyOf(merged);
                    });
        }
    }

    /** Of every UPS, told apart by the label {@code ups}. */
    public List<MetricFamily> all() {
        List<UpsFacts> known = facts.get();
        variables.keySet().retainAll(known.stream().map(UpsFacts::upsId).toList());
        return of(known);
    }

    /** Of one UPS and nothing else, without the label {@code ups}. */
    public List<MetricFamily> of(UpsFacts ups) {
        return of(List.of(ups)).stream().map(family -> family.without("ups")).toList();
    }

    private List<MetricFamily> of(List<UpsFacts> known) {
        MetricFamily status =
                MetricFamily.gauge(PREFIX + "ups_status", "1 while ups.status has the flag");
        MetricFamily device = MetricFamily.info(PREFIX + "device", "What the device is");
        Map<String, MetricFamily> numbers = new TreeMap<>();
        for (UpsFacts ups : known) {
            Map<String, String> values = variables.get(ups.upsId());
            if (values != null && ups.known() && !ups.absent() && !ups.has(UpsState.COMM_LOST)) {
                flags(status, ups);
                device(device, ups.upsId(), values);
                new TreeMap<>(values)
                        .forEach((name, text) -> number(numbers, ups.upsId(), name, text));
            }
        }
        List<MetricFamily> all = new ArrayList<>(List.of(status, device));
        all.addAll(numbers.values());
        return all;
    }

    private static void flags(MetricFamily status, UpsFacts ups) {
        Set<String> flags = ups.last().flags();
        Stream.concat(FLAGS.stream(), flags.stream().filter(flag -> !FLAGS.contains(flag)))
                .forEach(
                        flag ->
                                status.add(
                                        Map.of("ups", ups.upsId(), "flag", flag),
                                        flags.contains(flag) ? 1 : 0));
    }

    private static void device(MetricFamily device, String ups, Map<String, String> values) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("ups", ups);
        DEVICE.forEach(name -> labels.put(name, values.getOrDefault("device." + name, "")));
        device.add(labels, 1);
    }

    private static void number(
            Map<String, MetricFamily> numbers, String ups, String variable, String text) {
        Number value = value(text);
        String metric = PREFIX + variable.replaceAll("[^A-Za-z0-9_]", "_");
        boolean label = variable.startsWith("device.") && !variable.equals("device.uptime");
        if (value != null && !label && !metric.matches(OTHER_KINDS)) {
            numbers.computeIfAbsent(
                            metric,
                            name -> MetricFamily.gauge(name, "The NUT variable " + variable))
                    .add("ups", ups, value);
        }
    }

    private static Number value(String text) {
        String word = text.trim().toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) {
            return 1;
        }
        return FALSE.contains(word) ? Integer.valueOf(0) : NumberText.parse(text).orElse(null);
    }
}
