package io.github.walnut.store;

import io.github.walnut.security.AuthException;
import io.github.walnut.security.EmailTakenException;
import io.github.walnut.security.UserAccount;
import io.github.walnut.security.UserStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts and invitations. */
public final class UserRepository implements UserStore {

    private final Database database;

    public UserRepository(Database database) {
        this.database = database;
    }

    @Override
    public List<UserAccount> all() {
        return database.reader()
                .sql("SELECT * FROM users ORDER BY email")
                .query(Row.to(UserRepository::read))
                .list();
    }

    @Override
    public Optional<UserAccount> byEmail(String email) {
        return database.reader()
                .sql("SELECT * FROM users WHERE email = ?")
                .param(email)
                .query(Row.to(UserRepository::read))
                .optional();
    }

    @Override
    public Optional<UserAccount> byId(UUID id) {
        return database.reader()
                .sql("SELECT * FROM users WHERE id = ?")
                .param(id.toString())
                .query(Row.to(UserRepository::read))
                .optional();
    }

    @Override
    public boolean anyActiveAdmin() {
        return database.reader()
                        .sql("SELECT count(*) FROM users WHERE role = 'admin' AND active = 1")
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public void create(UserAccount account) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    insert(tx, account);
                    return null;
                });
    }

    private void insert(JdbcClient tx, UserAccount account) {
        byEmail(account.email())
                .ifPresent(
                        other -> {
                            throw new EmailTakenException(other.email(), other.id());
                        });
        columns(account).set("id", account.id()).insert(tx, "users");
    }

    @Override
    public boolean change(UserAccount account) {
        return database.write(Lane.JOURNAL, tx -> change(tx, account));
    }

    private boolean change(JdbcClient tx, UserAccount account) {
        if (!account.localAdmin()) {
            keepAnAdmin(tx, account.id());
        }
        int rows =
                tx.sql(
                                "UPDATE users SET display_name = :name, password_hash = :hash,"
                                        + " role = :role, active = :active, weak_password = :weak,"
                                        + " must_change = :must, version = :version,"
                                        + " updated_at = :at, locale = :locale"
                                        + " WHERE id = :id AND version = :version - 1")
                        .param("name", account.displayName())
                        .param("hash", account.passwordHash())
                        .param("role", account.role())
                        .param("active", account.active() ? 1 : 0)
                        .param("weak", account.weakPassword() ? 1 : 0)
                        .param("must", account.mustChange() ? 1 : 0)
                        .param("version", account.version())
                        .param("at", account.updatedAt().toEpochMilli())
                        .param("locale", account.locale())
                        .param("id", account.id().toString())
                        .update();
        if (rows > 0 && account.passwordHash() != null) {
            tx.sql("DELETE FROM user_invites WHERE user_id = ?")
                    .param(account.id().toString())
                    .update();
        }
        return rows > 0;
    }

    /** Throws when this account is the only one that can administer without a provider. */
    private static void keepAnAdmin(JdbcClient tx, UUID leaving) {
        List<String> admins =
                tx.sql(
                                "SELECT id FROM users WHERE role = 'admin' AND active = 1"
                                        + " AND password_hash IS NOT NULL")
                        .query(String.class)
                        .list();
        if (admins.equals(List.of(leaving.toString()))) {
            throw AuthException.lastAdmin();
        }
    }

    @Override
    public void loggedIn(UUID id, Instant at, String oldHash, String newHash) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                        "UPDATE users SET last_login_at = :at, password_hash ="
                                                + " iif(password_hash = :old, :new, password_hash)"
                                                + " WHERE id = :id")
                                .param("at", at.toEpochMilli())
                                .param("old", oldHash)
                                .param("new", newHash)
                                .param("id", id.toString())
                                .update());
    }

    @Override
    public boolean delete(UUID id) {
        return database.write(
                Lane.JOURNAL,
                tx -> {
                    keepAnAdmin(tx, id);
                    return tx.sql("DELETE FROM users WHERE id = ?").param(id.toString()).update()
                            > 0;
                });
    }

    @Override
    public void invite(UserAccount account, String tokenSha256, Instant expiresAt) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    insert(tx, account);
                    return new Columns()
                            .set("user_id", account.id())
                            .set("sha256", tokenSha256)
                            .set("expires_at", expiresAt)
                            .insert(tx, "user_invites");
                });
    }

    @Override
    public Optional<UUID> invited(String tokenSha256, Instant now) {
        return database.reader()
                .sql("SELECT user_id FROM user_invites WHERE sha256 = ? AND expires_at > ?")
                .param(tokenSha256)
                .param(now.toEpochMilli())
                .query(Row.to(row -> row.uuid("user_id")))
                .optional();
    }

    @Override
    public Map<UUID, Instant> invitations(Instant now) {
        Map<UUID, Instant> open = new HashMap<>();
        database.reader()
                .sql("SELECT user_id, expires_at FROM user_invites WHERE expires_at > ?")
                .param(now.toEpochMilli())
                .query(Row.to(row -> Map.entry(row.uuid("user_id"), row.instant("expires_at"))))
                .list()
                .forEach(invite -> open.put(invite.getKey(), invite.getValue()));
        return open;
    }

    @Override
    public boolean redeem(String tokenSha256, UserAccount account) {
        return database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql("DELETE FROM user_invites WHERE sha256 = ? AND user_id = ?")
                                                .param(tokenSha256)
                                                .param(account.id().toString())
                                                .update()
                                        > 0
                                && change(tx, account));
    }

    private static Columns columns(UserAccount account) {
        return new Columns()
                .set("email", account.email())
                .set("display_name", account.displayName())
                .set("password_hash", account.passwordHash())
                .set("role", account.role())
                .set("active", account.active())
                .set("weak_password", account.weakPassword())
                .set("must_change", account.mustChange())
                .set("version", account.version())
                .set("created_at", account.createdAt())
                .set("updated_at", account.updatedAt())
                .set("last_login_at", account.lastLoginAt())
                .set("locale", account.locale());
    }

    private static UserAccount read(Row row) throws SQLException {
        return new UserAccount(
                row.uuid("id"),
                row.text("email"),
                row.text("display_name"),
                row.text("password_hash"),
                row.text("role"),
                row.flag("active"),
                row.flag("weak_password"),
                row.flag("must_change"),
                row.integer("version"),
                row.instant("created_at"),
                row.instant("updated_at"),
                row.instant("last_login_at"),
                row.text("locale"));
    }
}
