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
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private Instant now = Instant.parse("2026-05-02T08:00:00Z");
    private final Map<String, ThrottleStore.Entry> kept = new LinkedHashMap<>();
    private final ThrottleStore store =
            new ThrottleStore() {
                @Override
                public List<Entry> entries(int most) {
                    return List.copyOf(kept.values());
                }

                @Override
                public void save(Collection<Entry> changed, Collection<String> forgiven) {
                    changed.forEach(entry -> kept.put(entry.key(), entry));
                    kept.keySet().removeAll(forgiven);
                }
            };
    private final Clock clock =
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
            };
    private LoginThrottle throttle = new LoginThrottle(store, clock);

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

    @Test
    @Requirement({"SEC-24"})
    void a_restart_forgets_no_failure_and_no_attempt() {
        for (int i = 0; i < 7; i++) {
            throttle.failed("a");
        }
        for (int i = 0; i < 20; i++) {
            throttle.attempt("x" + i, "10.0.0.1");
        }
        throttle.failed("b");
        throttle.succeeded("b");
        throttle.write();

        throttle = new LoginThrottle(store, clock);

        assertThat(wait("a", "10.0.0.2")).isEqualTo(Duration.ofSeconds(4));
        assertThat(wait("y", "10.0.0.1")).isEqualTo(Duration.ofMinutes(1));
        assertThat(kept).containsKeys("account a", "address 10.0.0.1", "server");
        assertThat(kept).doesNotContainKey("account b");
        throttle.failed("a");
        assertThat(wait("a", "10.0.0.3")).isEqualTo(Duration.ofSeconds(8));
        throttle.succeeded("a");
        throttle.write();
        assertThat(kept).doesNotContainKey("account a");
    }

    @Test
    @Requirement({"SEC-24"})
    void one_ipv6_site_is_one_address() {
        for (int i = 0; i < 20; i++) {
            throttle.attempt("account" + i, "2001:db8:1:2::" + i);
        }
        assertThat(wait("x", "2001:db8:1:2:ffff::1")).isPositive();
        assertThat(wait("x", "2001:db8:1:3::1")).isZero();
    }

    @Test
    @Requirement({"SEC-24"})
    void the_whole_server_takes_two_hundred_attempts_a_minute() {
        for (int i = 0; i < 200; i++) {
            throttle.attempt("account" + i, "10.0." + i + ".1");
        }
        assertThat(wait("x", "10.1.0.1")).isPositive();
    }

    @Test
    @Requirement({"SEC-24"})
    void an_account_that_waits_is_told_of_once_an_hour() {
        List<String> told = new ArrayList<>();
        throttle.onThrottled(told::add);
        for (int i = 0; i < 30; i++) {
            throttle.failed("a");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(wait("a", "10.0.0.1")).isPositive();
        }
        assertThat(told).containsExactly("a");
        now = now.plusSeconds(3600);
        for (int i = 0; i < 6; i++) {
            throttle.failed("a");
        }
        assertThat(wait("a", "10.0.0.1")).isPositive();
        assertThat(told).containsExactly("a", "a");
    }

    /** Ten thousand addresses are remembered; the whole server is not one of them. */
    @Test
    @Requirement({"SEC-24"})
    void many_addresses_do_not_make_the_server_forget_how_often_it_was_tried() {
        for (int i = 0; i < 11_000; i++) {
            if (i % 200 == 0) {
                now = now.plusSeconds(60);
            }
            throttle.attempt("account" + i, "10." + i / 250 + "." + i % 250 + ".1");
        }
        assertThat(wait("x", "10.1.0.1")).isPositive();
    }
}
