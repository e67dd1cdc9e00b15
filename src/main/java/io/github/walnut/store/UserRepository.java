package io.github.walnut.store;

import io.github.walnut.security.UserAccount;
import io.github.walnut.security.UserStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Accounts. */
public final class UserRepository implements UserStore {

    private final Database database;

    public UserRepository(Database database) {
        this.database = database;
    }

    /** By e-mail. */
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
                    if (byEmail(account.email()).isPresent()) {
                        throw new IllegalStateException(
                                "the e-mail " + account.email() + " has an account");
                    }
                    return columns(account).set("id", account.id()).insert(tx, "users");
                });
    }

    @Override
    public void update(UserAccount account) {
        int rows =
                database.write(
                        Lane.JOURNAL,
                        tx -> columns(account).update(tx, "users", "id", account.id()));
        if (rows == 0) {
            throw new IllegalStateException("there is no account " + account.id());
        }
    }

    /** With its sessions. False when it was not there. */
    public boolean delete(UUID id) {
        return database.write(
                Lane.JOURNAL,
                tx -> tx.sql("DELETE FROM users WHERE id = ?").param(id.toString()).update() > 0);
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
                .set("last_login_at", account.lastLoginAt());
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
                row.instant("last_login_at"));
    }
}
