package io.github.walnut.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.walnut.Requirement;
import io.github.walnut.security.AuthException;
import io.github.walnut.security.EmailTakenException;
import io.github.walnut.security.Role;
import io.github.walnut.security.Session;
import io.github.walnut.security.UserAccount;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

    private static final Instant T = TestClock.START;

    @TempDir Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private UserRepository users;
    private SessionRepository sessions;

    @BeforeEach
    void open() {
        database = Database.open(Stores.config(folder), clock);
        users = new UserRepository(database);
        sessions = new SessionRepository(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static UserAccount anna(UUID id, boolean active) {
        return person("anna@example.org", id, active);
    }

    private static UserAccount person(String email, UUID id, boolean active) {
        return new UserAccount(
                id,
                email,
                null,
                "$argon2id$v=19$…",
                "admin",
                active,
                true,
                false,
                1,
                T,
                T,
                null,
                null);
    }

    private static Session session(UUID user, Instant revokedAt) {
        return new Session(
                UUID.randomUUID(),
                user,
                "password",
                UUID.randomUUID(),
                "ab12",
                null,
                T,
                "pwd",
                "10.0.0.9",
                "curl",
                T,
                T,
                T.plus(Duration.ofDays(7)),
                revokedAt);
    }

    @Test
    void accounts_come_back_as_they_were_saved() {
        UserAccount anna = anna(UUID.randomUUID(), true);
        users.create(anna);
        users.create(named("ben@example.org", anna));
        assertThat(users.byEmail("anna@example.org")).contains(anna);
        assertThat(users.byId(anna.id())).contains(anna);
        assertThat(users.anyActiveAdmin()).isTrue();
        UserAccount next =
                anna.edit()
                        .active(false)
                        .displayName("Anna")
                        .locale("de")
                        .role(Role.VIEWER)
                        .password("$argon2id$other", false, true)
                        .at(T.plusSeconds(1));
        assertThat(users.change(next)).isTrue();
        assertThat(users.change(next)).as("over another version").isFalse();
        assertThat(users.all()).first().isEqualTo(next);
    }

    private static UserAccount named(String email, UserAccount like) {
        return new UserAccount(
                UUID.randomUUID(),
                email,
                null,
                like.passwordHash(),
                like.role(),
                true,
                false,
                false,
                1,
                T,
                T,
                null,
                null);
    }

    @Test
    void one_e_mail_has_one_account() {
        UserAccount anna = anna(UUID.randomUUID(), true);
        users.create(anna);
        assertThatThrownBy(() -> users.create(anna(UUID.randomUUID(), true)))
                .isInstanceOfSatisfying(
                        EmailTakenException.class,
                        taken -> assertThat(taken.existing()).isEqualTo(anna.id()));
        assertThat(users.change(anna(UUID.randomUUID(), true))).isFalse();
    }

    @Test
    @Requirement("SEC-5")
    void the_last_local_administrator_is_neither_changed_away_nor_deleted() {
        UserAccount anna = anna(UUID.randomUUID(), true);
        users.create(anna);
        assertThatThrownBy(() -> users.change(anna.edit().active(false).at(T)))
                .isInstanceOf(AuthException.class);
        assertThatThrownBy(() -> users.change(anna.edit().role(Role.OPERATOR).at(T)))
                .isInstanceOf(AuthException.class);
        assertThatThrownBy(() -> users.delete(anna.id())).isInstanceOf(AuthException.class);
        assertThat(users.byId(anna.id())).contains(anna);
    }

    @Test
    void a_login_changes_nothing_but_its_time_and_the_hash_that_was_checked() {
        UserAccount anna = anna(UUID.randomUUID(), true);
        users.create(anna);
        users.loggedIn(anna.id(), T.plusSeconds(1), anna.passwordHash(), "$argon2id$new");
        assertThat(users.byId(anna.id()).orElseThrow().passwordHash()).isEqualTo("$argon2id$new");
        users.loggedIn(anna.id(), T.plusSeconds(2), anna.passwordHash(), "$argon2id$late");
        UserAccount now = users.byId(anna.id()).orElseThrow();
        assertThat(now.passwordHash()).isEqualTo("$argon2id$new");
        assertThat(now.lastLoginAt()).isEqualTo(T.plusSeconds(2));
        assertThat(now.version()).isEqualTo(1);
    }

    @Test
    void an_invitation_is_used_up_with_the_password_it_brings() {
        UserAccount anna = anna(UUID.randomUUID(), true);
        UserAccount next = anna.edit().password("$argon2id$own", false, false).at(T);
        users.invite(anna, "bb", T.plusSeconds(20));
        assertThat(users.invited("bb", T)).contains(anna.id());
        assertThat(users.invited("bb", T.plusSeconds(20))).isEmpty();
        assertThat(users.invitations(T)).isEqualTo(Map.of(anna.id(), T.plusSeconds(20)));
        assertThat(users.redeem("aa", next)).isFalse();
        assertThat(users.redeem("bb", next)).isTrue();
        assertThat(users.byId(anna.id())).contains(next);
        assertThat(users.redeem("bb", next)).isFalse();
    }

    @Test
    void an_invitation_is_void_once_there_is_a_password() {
        UserAccount anna = anna(UUID.randomUUID(), true);
        users.invite(anna, "cc", T.plusSeconds(20));
        assertThat(users.change(anna.edit().password("$argon2id$own", false, false).at(T)))
                .isTrue();
        assertThat(users.invitations(T)).isEmpty();
    }

    @Test
    void an_account_is_made_with_its_invitation_or_not_at_all() {
        UserAccount bert = person("bert@example.org", UUID.randomUUID(), true);
        users.invite(anna(UUID.randomUUID(), true), "dd", T.plusSeconds(20));
        assertThatThrownBy(() -> users.invite(bert, "dd", T.plusSeconds(20)))
                .hasMessageContaining("user_invites.sha256");
        assertThat(users.byId(bert.id())).isEmpty();
    }

    @Test
    void live_sessions_are_those_that_are_neither_revoked_nor_past_their_end() {
        UserAccount anna = anna(UUID.randomUUID(), true);
        users.create(anna);
        Session live = session(anna.id(), null);
        Session revoked = session(anna.id(), T.plusSeconds(1));
        sessions.save(live);
        sessions.save(revoked);
        assertThat(sessions.live()).containsExactly(live);
        clock.move(Duration.ofDays(8));
        assertThat(sessions.live()).isEmpty();
        assertThat(sessions.forget(clock.now())).isEqualTo(2);
    }

    @Test
    void sessions_end_with_their_account() {
        UserAccount anna = anna(UUID.randomUUID(), true);
        users.create(anna);
        users.create(named("ben@example.org", anna));
        sessions.save(session(anna.id(), null));
        assertThat(users.delete(anna.id())).isTrue();
        assertThat(sessions.live()).isEmpty();
    }

    @Test
    void settings_change_on_top_of_the_version_that_was_read() {
        SettingsRepository settings = new SettingsRepository(database);
        Map<String, Object> values = Map.of("samples", "24h", "levels", List.of(30, 15.5));
        settings.save("retention", values, 0, "anna");
        assertThat(settings.find("retention"))
                .contains(new SettingsRepository.Group("retention", values, 1, T, "anna"));
        assertThatThrownBy(() -> settings.save("retention", values, 0, "ben"))
                .isInstanceOf(SettingsRepository.ConflictException.class)
                .hasMessageContaining("have version 1: expected 0");
        assertThat(settings.save("retention", Map.of(), 1, "ben").version()).isEqualTo(2);
        assertThat(settings.all()).hasSize(1);
        assertThat(settings.find("ui")).isEmpty();
    }

    @Test
    void nut_servers_with_known_upss_are_not_deleted() {
        NutServerRepository servers = new NutServerRepository(database);
        UpsRepository upss = new UpsRepository(database);
        NutServer server =
                new NutServer(
                        "lab",
                        "10.0.0.5",
                        3493,
                        "monitor",
                        "nut/lab",
                        "auto",
                        null,
                        null,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        true,
                        1,
                        T,
                        T);
        UpsDevice ups =
                new UpsDevice(
                        "rack@lab",
                        "lab",
                        "rack",
                        "Rack",
                        "Eaton 5P",
                        "Eaton",
                        "5P 1550",
                        "S1",
                        Map.of("dead_on_battery", true),
                        1,
                        T,
                        null);
        servers.save(server);
        upss.save(ups);
        assertThat(servers.all()).containsExactly(server);
        assertThat(servers.find("lab")).contains(server);
        assertThat(upss.all()).containsExactly(ups);
        assertThatThrownBy(() -> servers.delete("lab")).isInstanceOf(IllegalStateException.class);
        upss.seen("rack@lab", T.plusSeconds(5));
        assertThat(upss.find("rack@lab").orElseThrow().lastSeenAt()).isEqualTo(T.plusSeconds(5));
        assertThat(upss.delete("rack@lab")).isTrue();
        assertThat(servers.delete("lab")).isTrue();
        assertThat(servers.delete("lab")).isFalse();
    }
}
