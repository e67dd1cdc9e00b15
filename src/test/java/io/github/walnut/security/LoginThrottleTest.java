package io.github.walnut.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.walnut.Requirement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private Instant now = Instant.parse("2026-05-02T08:00:00Z");
    private final LoginThrottle throttle =
            new LoginThrottle(
                    new Clock() {
                        @Override
                        public Instant instant() {
                            return now;
                        }

                        @Override
                        public ZoneId getZone() {
                            return ZoneOffset.UTC;
                        }

                        @Override
                        public Clock withZone(ZoneId zone) {
                            return this;
                        }
                    });

    private Duration wait(String account, String address) {
        AuthException refused =
                catchThrowableOfType(AuthException.class, () -> throttle.attempt(account, address));
        return refused == null ? Duration.ZERO : refused.retryAfter();
    }

    @Test
    @Requirement({"SEC-24"})
    void the_delay_doubles_up_to_a_quarter_of_an_hour() {
        for (int i = 0; i < 5; i++) {
            assertThat(wait("a", "10.0.0." + i)).isZero();
            throttle.failed("a");
        }
        assertThat(wait("a", "10.0.1.1")).isEqualTo(Duration.ofSeconds(1));
        throttle.failed("a");
        assertThat(wait("a", "10.0.1.2")).isEqualTo(Duration.ofSeconds(2));
        for (int i = 0; i < 20; i++) {
            throttle.failed("a");
        }
        assertThat(wait("a", "10.0.1.3")).isEqualTo(Duration.ofMinutes(15));
        assertThat(wait("b", "10.0.1.4")).isZero();
        throttle.succeeded("a");
        assertThat(wait("a", "10.0.1.5")).isZero();
    }

    @Test
    @Requirement({"SEC-24"})
    void an_address_may_try_twenty_times_a_minute() {
        for (int i = 0; i < 20; i++) {
            String account = "account" + i;
            assertThatCode(() -> throttle.attempt(account, "10.0.0.1")).doesNotThrowAnyException();
        }
        assertThat(wait("x", "10.0.0.1")).isPositive();
        assertThat(wait("x", "10.0.0.2")).isZero();
        now = now.plusSeconds(60);
        assertThat(wait("x", "10.0.0.1")).isZero();
    }
}
