package io.github.walnut.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Zurich");

    @ParameterizedTest
    @CsvSource({
        "30 2 * * *,       2026-05-02T02:29:59, 2026-05-02T02:30",
        "30 2 * * *,       2026-05-02T02:30,    2026-05-03T02:30",
        "*/20 8-9 * * *,   2026-05-02T08:41,    2026-05-02T09:00",
        "5/20 * * * *,     2026-05-02T08:41,    2026-05-02T08:45",
        "0 4 * * sun,      2026-05-02T08:00,    2026-05-03T04:00",
        "0 4 * * 7,        2026-05-03T04:00,    2026-05-10T04:00",
        "0 0 1 jan *,      2026-05-02T08:00,    2027-01-01T00:00",
        "0 0 13 * 5,       2026-05-02T08:00,    2026-05-08T00:00",
        "0 0 29 2 *,       2026-05-02T08:00,    2028-02-29T00:00",
        "'1,31 23 * * *',  2026-05-02T23:01,    2026-05-02T23:31",
        "@weekly,          2026-05-02T08:00,    2026-05-03T00:00",
        "@hourly,          2026-05-02T23:00,    2026-05-03T00:00",
    })
    @Requirement("OPS-70")
    void the_next_time_is_the_first_one_that_fits(String cron, String from, String expected) {
        assertThat(new Cron(cron).after(at(from))).isEqualTo(at(expected));
    }

    private static ZonedDateTime at(String local) {
        return java.time.LocalDateTime.parse(local).atZone(ZONE);
    }

    @Test
    void a_day_that_never_comes_has_no_time() {
        assertThat(new Cron("0 0 31 2 *").after(at("2026-05-02T08:00"))).isNull();
    }

    @Test
    void a_time_that_the_clock_leaves_out_comes_later_and_one_that_it_repeats_comes_once() {
        Cron nightly = new Cron("30 2 * * *");
        assertThat(nightly.after(at("2026-03-29T00:00"))).isEqualTo(at("2026-03-29T03:30"));
        ZonedDateTime first = nightly.after(at("2026-10-25T00:00"));
        assertThat(first.toInstant()).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(nightly.after(first)).isEqualTo(at("2026-10-26T02:30"));
        assertThat(nightly.after(first.plusMinutes(40))).isEqualTo(at("2026-10-26T02:30"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "daily",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "1/2/3 * * * *",
                "a * * * *",
                "1-2-3 * * * *",
                "1, * * * *",
                "-1 * * * *"
            })
    void what_is_no_time_is_refused(String text) {
        assertThatThrownBy(() -> new Cron(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
