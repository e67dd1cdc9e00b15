package io.github.walnut.store;

import io.github.walnut.ups.Metric;
import io.github.walnut.ups.Sample;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A UPS on mains as a real one answers: 38 variables, of which voltages, load, power, runtime,
 * frequency and temperature are a little different at each poll.
 */
public final class JitteryUps {

    private static final Map<String, String> CONSTANT =
            Map.ofEntries(
                    Map.entry("battery.charge.low", "10"),
                    Map.entry("battery.charge.warning", "50"),
                    Map.entry("battery.date", "2001/09/25"),
                    Map.entry("battery.mfr.date", "2024/03/11"),
                    Map.entry("battery.runtime.low", "120"),
                    Map.entry("battery.type", "PbAc"),
                    Map.entry("battery.voltage.nominal", "24.0"),
                    Map.entry("device.mfr", "American Power Conversion"),
                    Map.entry("device.model", "Smart-UPS 1500"),
                    Map.entry("device.type", "ups"),
                    Map.entry("driver.name", "usbhid-ups"),
                    Map.entry("driver.parameter.pollfreq", "30"),
                    Map.entry("driver.parameter.pollinterval", "2"),
                    Map.entry("driver.parameter.port", "auto"),
                    Map.entry("driver.version", "2.8.0"),
                    Map.entry("driver.version.data", "APC HID 0.98"),
                    Map.entry("driver.version.internal", "0.47"),
                    Map.entry("input.sensitivity", "medium"),
                    Map.entry("input.transfer.high", "253"),
                    Map.entry("input.transfer.low", "208"),
                    Map.entry("ups.beeper.status", "enabled"),
                    Map.entry("ups.delay.shutdown", "20"),
                    Map.entry("ups.firmware", "UPS 08.3 / ID=18"),
                    Map.entry("ups.mfr", "American Power Conversion"),
                    Map.entry("ups.mfr.date", "2024/03/11"),
                    Map.entry("ups.model", "Smart-UPS 1500"),
                    Map.entry("ups.productid", "0003"),
                    Map.entry("ups.realpower.nominal", "980"),
                    Map.entry("ups.timer.shutdown", "-1"),
                    Map.entry("ups.vendorid", "051d"));

    private final String id;
    private final Random random;
    private long seq;
    private double charge = 99;
    private double celsius = 28;

    public JitteryUps(String id, long seed) {
        this.id = id;
        this.random = new Random(seed);
    }

    /** What a full poll at this moment brings. */
    public Sample poll(Instant at) {
        celsius = Math.min(35, Math.max(22, celsius + random.nextInt(3) * 0.1 - 0.1));
        charge = Math.min(100, Math.max(90, charge + (random.nextInt(50) - 24) / 40));
        double load = tenths(31 + random.nextGaussian() * 1.5);
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        Map<String, String> raw = new TreeMap<>(CONSTANT);
        raw.put("ups.status", "OL CHRG");
        raw.put("ups.serial", "AS" + id.hashCode());
        put(values, raw, Metric.BATTERY_PERCENT, "battery.charge", charge);
        put(values, raw, Metric.RUNTIME_SECONDS, "battery.runtime", Math.rint(70_000 / load));
        put(values, raw, Metric.LOAD_PERCENT, "ups.load", load);
        put(values, raw, Metric.INPUT_VOLTAGE, "input.voltage", around(230, 1.2));
        put(values, raw, Metric.OUTPUT_VOLTAGE, "output.voltage", around(230, 0.6));
        put(values, raw, Metric.INPUT_FREQUENCY, "input.frequency", around(50, 0.05));
        put(values, raw, Metric.BATTERY_VOLTAGE, "battery.voltage", around(27.2, 0.1));
        put(values, raw, Metric.TEMPERATURE_C, "ups.temperature", tenths(celsius));
        values.put(Metric.POWER_WATTS, 980 * load / 100);
        return new Sample(
                id,
                at.plusMillis(random.nextInt(40)),
                seq++,
                Sample.Poll.FULL,
                values,
                Set.of("OL", "CHRG"),
                "OL CHRG",
                raw,
                List.of());
    }

    private double around(double middle, double spread) {
        return tenths(middle + random.nextGaussian() * spread);
    }

    private static double tenths(double value) {
        return Math.rint(value * 10) / 10;
    }

    private static void put(
            Map<Metric, Double> values,
            Map<String, String> raw,
            Metric metric,
            String name,
            double value) {
        values.put(metric, value);
        raw.put(name, String.format(Locale.ROOT, "%.1f", value));
    }
}
