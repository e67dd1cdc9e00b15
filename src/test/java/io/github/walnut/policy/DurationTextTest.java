package io.github.walnut.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.walnut.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms");
    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1000, 1};

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

    @Property(tries = 500)
    @Requirement("POL-5")
    void units_in_falling_order_add_up_and_any_other_order_is_refused(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 4) Integer> units,
            @ForAll @IntRange(max = 40) int count) {
        String text =
                units.stream().map(unit -> count + UNITS.get(unit)).collect(Collectors.joining());
        boolean falling =
                IntStream.range(1, units.size()).allMatch(i -> units.get(i - 1) < units.get(i));

        if (falling) {
            long millis = units.stream().mapToLong(unit -> count * MILLIS[unit]).sum();
            assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text));
        }
    }

    @Property(tries = 500)
    @Requirement("POL-5")
    void no_text_breaks_the_reader_and_what_it_takes_is_within_a_year(
            @ForAll
                    @Chars({'1', '9', '0', 'd', 'h', 'm', 's', ' ', '-', '.', '\u0665'})
                    @StringLength(max = 40)
                    String text) {
        try {
            assertThat(DurationText.parse(text)).isBetween(Duration.ZERO, DurationText.LONGEST);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining(text);
        }
    }
}
