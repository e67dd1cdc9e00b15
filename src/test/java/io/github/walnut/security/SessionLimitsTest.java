package io.github.walnut.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SessionLimitsTest {

    private Instant now = Instant.parse("2026-05-01T08:00:00Z");

    private final Clock clock =
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };

    private final SessionStore store =
            new SessionStore() {
                @Override
                public List<Session> live() {
                    return List.of();
                }

                @Override
                public Optional<Session> find(UUID id) {
                    return Optional.empty();
                }

                @Override
                public void save(Session session) {}
            };

    @Test
    @Requirement({"API-70", "SEC-12"})
    void other_limits_hold_for_idle_sessions_at_once_and_for_the_end_of_new_ones() {
        Sessions sessions = new Sessions(store, Sessions.Limits.DEFAULT, clock);
        UserAccount user = user();
        Session old = sessions.open(user, "password", "pwd", null, null).session();
        now = now.plus(Duration.ofMinutes(20));
        assertThat(sessions.check(old.id())).isEqualTo(old);

        sessions.limit(new Sessions.Limits(Duration.ofMinutes(15), Duration.ofHours(1)));

        assertThatThrownBy(() -> sessions.check(old.id()))
                .isInstanceOf(AuthException.class)
                .extracting(e -> ((AuthException) e).code())
                .isEqualTo(AuthException.Code.SESSION_EXPIRED);
        Session fresh = sessions.open(user, "password", "pwd", null, null).session();
        assertThat(fresh.expiresAt()).isEqualTo(now.plus(Duration.ofHours(1)));
    }

    private static UserAccount user() {
        Instant at = Instant.parse("2026-05-01T08:00:00Z");
        return new UserAccount(
                UUID.randomUUID(),
                "a@example.org",
                null,
                null,
                "viewer",
                true,
                false,
                false,
                1,
                at,
                at,
                null,
                null);
    }
}
