package io.github.walnut.app;

import io.github.walnut.cli.CliException;
import io.github.walnut.config.Configuration;
import io.github.walnut.security.Role;
import io.github.walnut.security.Session;
import io.github.walnut.security.UserAccount;
import io.github.walnut.ups.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A short session for whoever holds the keys of this machine; the server takes it from loopback.
 */
final class LocalSession {

    private static final Duration LIFE = Duration.ofMinutes(5);

    private final Configuration configuration;
    private final StoreRoom store;
    private final Clock clock;

    LocalSession(Configuration configuration, StoreRoom store, Clock clock) {
        this.configuration = configuration;
        this.store = store;
        this.clock = clock;
    }

    String token() {
        UserAccount admin =
                store.users.all().stream()
                        .filter(user -> user.active() && user.role().equals(Role.ADMIN.word()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new CliException(
                                                CliException.FAILED,
                                                "There is no administrator yet: run 'walnut auth create-admin'."));
        Instant now = clock.now();
        Session session =
                new Session(
                        UUID.randomUUID(),
                        admin.id(),
                        "local",
                        UUID.randomUUID(),
                        "",
                        null,
                        now,
                        "local",
                        null,
                        "walnut",
                        now,
                        now,
                        now.plus(LIFE),
                        null);
        store.sessions.save(session);
        return new AccessRoom(configuration, store).tokens.issue(session, Role.ADMIN);
    }
}
