package io.github.walnut.ups;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.walnut.Requirement;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Requirement("NUT-52")
class NutNumberTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "048.20 | 48.2",
                "'13,6' | 13.6",
                "229.5 V | 229.5",
                "'  7 ' | 7",
                "+5 | 5",
                "-12.5 | -12.5",
                "007 | 7",
                "50% | 50",
                "50 % | 50",
                "12Hz | 12",
                "90 mins | 90"
            })
    void reads_what_drivers_write(String text, double expected) {
        assertThat(NutNumber.parse(text)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e3",
                "--",
                "n/a",
                "",
                " ",
                "NaN",
                "inf",
                "-inf",
                "0x10",
                "1.234,5",
                "1,234.5",
                "12.",
                ".5",
                "1 2",
                "12  V",
                "12 minutes",
                "12 %%",
                "1.2.3",
                "+-1",
                "V 12",
                "١٢"
            })
    void refuses_what_is_no_number(String text) {
        assertThat(NutNumber.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"229.5 V", "50%", "12Hz"})
    void a_plain_number_has_no_unit(String text) {
        assertThat(NutNumber.parsePlain(text)).isEmpty();
    }

    @Property
    void reads_back_every_plain_decimal(
            @ForAll @DoubleRange(min = -1e6, max = 1e6) @Scale(3) double value) {
        String text = java.math.BigDecimal.valueOf(value).toPlainString();

        assertThat(NutNumber.parse(text)).hasValue(value);
        assertThat(NutNumber.parse(text.replace('.', ','))).hasValue(value);
    }

    @Property
    void never_yields_anything_but_a_finite_number(@ForAll String text) {
        NutNumber.parse(text).ifPresent(value -> assertThat(value).isFinite());
    }
}
