package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import io.github.walnut.ups.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SampleFramesPropertyTest {

    @Provide
    Arbitrary<List<Polled>> samples() {
        Arbitrary<Double> value =
                Arbitraries.oneOf(
                        Arbitraries.just(Double.NaN),
                        Arbitraries.of(0.0, -0.0, 230.4, 1e300, Double.MIN_VALUE, -12.3456),
                        Arbitraries.doubles(),
                        Arbitraries.doubles().between(0, 300).ofScale(1));
        Arbitrary<Polled> sample =
                Combinators.combine(
                                Arbitraries.longs().between(-1_000_000, 1_900_000_000_000L),
                                Arbitraries.longs(),
                                Arbitraries.of(true, false),
                                Arbitraries.of("OL", "OB DISCHRG", "", "ünknown"),
                                Arbitraries.longs().between(0, (1 << 11) - 1),
                                value.array(Double[].class).ofSize(Metric.values().length))
                        .as(SampleFramesPropertyTest::polled);
        return sample.list().ofMaxSize(40);
    }

    private static Polled polled(
            long at, long seq, boolean fast, String status, long suspect, Double[] values) {
        double[] all = Arrays.stream(values).mapToDouble(v -> v).toArray();
        return new Polled(at, seq, fast, status, suspect, all);
    }

    @Property(tries = 300)
    @Requirement("NUT-82")
    void frames_give_back_every_sample_exactly(@ForAll("samples") List<Polled> samples) {
        List<Polled> read = SampleFrames.all(SampleFrames.of(samples));
        assertThat(read.stream().map(SampleFramesPropertyTest::text))
                .containsExactlyElementsOf(
                        samples.stream().map(SampleFramesPropertyTest::text).toList());
    }

    /** Records with arrays are never equal; of numbers, the bits count. */
    private static List<Object> text(Polled one) {
        List<Object> parts = new ArrayList<>();
        parts.addAll(List.of(one.at(), one.seq(), one.fast(), one.status(), one.suspect()));
        Arrays.stream(one.values()).forEach(v -> parts.add(Double.doubleToLongBits(v)));
        return parts;
    }

    @Provide
    Arbitrary<List<VariableFrames.Held>> held() {
        Arbitrary<Map<String, String>> variables =
                Arbitraries.maps(
                        Arbitraries.of("ups.load", "ups.status", "battery.charge", "a.b"),
                        Arbitraries.of("", "1", "230.4", "OB DISCHRG", "é"));
        return Combinators.combine(Arbitraries.longs().between(-5_000, 400_000), variables)
                .as(VariableFrames.Held::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 300)
    @Requirement("NUT-82")
    void frames_give_back_the_variables_of_each_moment(
            @ForAll("held") List<VariableFrames.Held> held) {
        List<VariableFrames.Held> read = VariableFrames.all(VariableFrames.of(held));
        Map<String, String> latest = null;
        int next = 0;
        for (VariableFrames.Held one : held) {
            if (next < read.size() && read.get(next).equals(one)) {
                latest = read.get(next++).variables();
            }
            assertThat(latest).isEqualTo(one.variables());
        }
        assertThat(next).isEqualTo(read.size());
    }

    @Property(tries = 100)
    void squeezed_bytes_come_back(@ForAll byte[] bytes) {
        byte[] many = new byte[bytes.length * 40];
        Arrays.setAll(new Object[many.length], i -> many[i] = bytes[i % bytes.length]);
        assertThat(Squeezed.release(Squeezed.squeeze(bytes))).isEqualTo(bytes);
        assertThat(Squeezed.release(Squeezed.squeeze(many))).isEqualTo(many);
    }

    /** Stored samples know their metrics by their places: new ones go to the end. */
    @Example
    void the_places_of_metrics_stay() {
        assertThat(Arrays.stream(Metric.values()).map(Metric::field))
                .startsWith(
                        "battery_percent",
                        "runtime_seconds",
                        "load_percent",
                        "input_voltage",
                        "output_voltage",
                        "input_frequency",
                        "output_frequency",
                        "battery_voltage",
                        "power_watts",
                        "power_va",
                        "temperature_c");
    }
}
