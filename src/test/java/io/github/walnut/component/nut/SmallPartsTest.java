package io.github.walnut.component.nut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPartsTest {

    @Test
    @Requirement("NUT-10")
    void an_address_has_its_defaults_and_takes_ipv6() {
        assertThat(UpsAddress.parse("rack-b"))
                .isEqualTo(new UpsAddress("rack-b", new NutServer("localhost", 3493)));
        assertThat(UpsAddress.parse("*@Nas.Example").server())
                .isEqualTo(new NutServer("nas.example", 3493));
        assertThat(UpsAddress.parse("rack-b@[fe80::1]:9999").server())
                .isEqualTo(new NutServer("fe80::1", 9999));
        assertThat(new NutServer("fe80::1", 9999)).hasToString("[fe80::1]:9999");
    }

    @ParameterizedTest
    @Requirement({"NUT-10", "NUT-23"})
    @ValueSource(
            strings = {
                "",
                "@host",
                "a b",
                "a\"b",
                "rack@",
                "rack@host:",
                "rack@host:0",
                "rack@host:70000",
                "rack@fe80::1",
                "rack@ho st",
                "a#b"
            })
    void refuses_what_is_no_address(String text) {
        assertThatThrownBy(() -> UpsAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Requirement("NUT-10")
    void waits_double_after_each_failure_within_twenty_percent() {
        Backoff slow = new Backoff(1000, 30_000, () -> 1);
        Backoff quick = new Backoff(1000, 30_000, () -> 0);

        assertThat(List.of(next(slow), next(slow), next(slow), next(slow)))
                .containsExactly(1200L, 2400L, 4800L, 9600L);
        assertThat(List.of(next(quick), next(quick))).containsExactly(800L, 1600L);
        for (int i = 0; i < 10; i++) {
            next(slow);
        }
        assertThat(next(slow)).isEqualTo(36_000);
        slow.succeeded();
        assertThat(next(slow)).isEqualTo(1200);
    }

    @Test
    @Requirement("NUT-26")
    void waits_half_a_minute_when_it_has_no_right() {
        assertThat(new Backoff(1000, 30_000, () -> 0).failed(NutErrorClass.SECURITY))
                .isEqualTo(30_000);
    }

    @Test
    @Requirement("NUT-40")
    void asks_one_by_one_as_long_as_that_is_quicker_than_a_delayed_acknowledgement() {
        RoundTrip fast = new RoundTrip();
        fast.measured(100_000);
        RoundTrip far = new RoundTrip();
        far.measured(5_000_000);

        assertThat(fast.prefersOneByOne(100, 64)).isTrue();
        assertThat(far.prefersOneByOne(5, 64)).isTrue();
        assertThat(far.prefersOneByOne(8, 64)).isFalse();
        assertThat(new RoundTrip().prefersOneByOne(1, 64)).isFalse();
    }

    @Test
    @Requirement("NUT-42")
    void flags_compare_as_a_set_and_some_of_them_alarm() {
        assertThat(StatusFlags.of(" ob  DISCHRG OB ")).isEqualTo(StatusFlags.of("DISCHRG OB"));
        for (String flag : List.of("OB", "LB", "FSD", "OVER", "BYPASS", "OFF")) {
            assertThat(StatusFlags.of("OL " + flag).alerting()).as(flag).isTrue();
        }
        assertThat(StatusFlags.of("OL CHRG BOOST OFFLINE").alerting()).isFalse();
    }

    @Test
    @Requirement("NUT-45")
    void notices_a_machine_that_slept_while_its_monotonic_clock_stood_still() {
        ManualClock clock = new ManualClock();
        SleepDetector detector = new SleepDetector(clock, 5000);
        clock.advance(60_000);
        assertThat(detector.oversleptMillis()).isZero();

        clock.advanceWallOnly(3_600_000);
        assertThat(detector.oversleptMillis()).isEqualTo(3_600_000);
        assertThat(detector.oversleptMillis()).isZero();
    }

    @Test
    @Requirement("NUT-23")
    void refuses_control_characters_in_what_is_sent() {
        assertThatThrownBy(() -> NutName.requireText("value", "a\nb"))
                .hasMessageContaining("control character");
        assertThatThrownBy(() -> NutName.requireText("value", "a\u007f"))
                .hasMessageContaining("control character");
        assertThat(NutName.requireText("value", "é #\"\\")).isEqualTo("é #\"\\");
    }

    @Test
    @Requirement("NUT-15")
    void checks_a_value_against_what_the_server_says_of_the_variable() {
        ValueCheck text = new ValueCheck("RW STRING:4", List.of(), List.of());
        assertThat(text.objection("abcd")).isEmpty();
        assertThat(text.objection("abcé")).contains("TOO-LONG");

        ValueCheck number = new ValueCheck("RW NUMBER", List.of(), List.of());
        assertThat(number.objection("12.5")).isEmpty();
        assertThat(number.objection("twelve")).contains("INVALID-VALUE");

        ValueCheck choice = new ValueCheck("RW ENUM", List.of("low", "high"), List.of());
        assertThat(choice.objection("low")).isEmpty();
        assertThat(choice.objection("Low")).contains("INVALID-VALUE");

        ValueCheck range =
                new ValueCheck(
                        "RW RANGE",
                        List.of(),
                        List.of(new NutAnswer.Row("10", "20"), new NutAnswer.Row("90", "100")));
        assertThat(range.objection("15")).isEmpty();
        assertThat(range.objection("90")).isEmpty();
        assertThat(range.objection("21")).contains("INVALID-VALUE");
        assertThat(range.objection("much")).contains("INVALID-VALUE");
    }

    @Test
    @Requirement("NUT-28")
    void a_password_is_never_part_of_a_text() {
        assertThat(NutRequest.password("canary-s3cret").toString()).isEqualTo("PASSWORD ***");
        assertThat(NutCredentials.of("monitor", "canary-s3cret").toString())
                .doesNotContain("canary-s3cret");
    }

    private static long next(Backoff backoff) {
        return backoff.failed(NutErrorClass.TRANSPORT);
    }
}
