package io.github.walnut.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.walnut.Requirement;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "2m30s,150000",
        "750ms,750",
        "2d,172800000",
        "0s,0",
        "90s,90000",
        "1h5ms,3600005",
        "007s,7000",
        "365d,31536000000"
    })
    @Requirement("POL-5")
    void reads_units_from_the_largest_to_the_smallest(String text, long millis) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30s2m",
                "1.5m",
                "90",
                "2 m",
                "",
                "2m2m",
                "-5s",
                "+5s",
                "5S",
                "366d",
                "365d1ms",
                "s",
                "99999999999999999999s",
                "\u0665s",
                "5s "
            })
    @Requirement("POL-5")
    void refuses_everything_else(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text));
    }

    @Property
    @Requirement("POL-5")
    void what_is_written_reads_back(
            @ForAll @LongRange(min = 0, max = 31_536_000_000L) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
    }
}
