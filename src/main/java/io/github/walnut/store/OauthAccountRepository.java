package io.github.walnut.store;

import io.github.walnut.security.oidc.LinkStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which account belongs to a person of an identity provider. */
public final class OauthAccountRepository implements LinkStore {

    private final Database database;

    public OauthAccountRepository(Database database) {
        this.database = database;
    }

    @Override
    public List<Link> of(UUID user) {
        return database.reader()
                .sql("SELECT * FROM oauth_accounts WHERE user_id = ? ORDER BY issuer, subject")
                .param(user.toString())
                .query(
                        Row.to(
                                row ->
                                        new Link(
                                                row.text("issuer"),
                                                row.text("subject"),
                                                row.text("email"),
                                                row.instant("linked_at"),
                                                row.instant("last_login_at"))))
                .list();
    }

    @Override
    public Optional<UUID> user(String issuer, String subject) {
        return database.reader()
                .sql("SELECT user_id FROM oauth_accounts WHERE issuer = ? AND subject = ?")
                .param(issuer)
                .param(subject)
                .query(Row.to(row -> row.uuid("user_id")))
                .optional();
    }

    @Override
    public void save(String issuer, String subject, UUID user, String email, Instant at) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                        "INSERT INTO oauth_accounts (issuer, subject, user_id,"
                                                + " email, linked_at, last_login_at)"
                                                + " VALUES (?, ?, ?, ?, ?, ?)"
                                                + " ON CONFLICT (issuer, subject) DO UPDATE SET"
                                                + " email = excluded.email,"
                                                + " last_login_at = excluded.last_login_at")
                                .param(issuer)
                                .param(subject)
                                .param(user.toString())
                                .param(email)
                                .param(at.toEpochMilli())
                                .param(at.toEpochMilli())
                                .update());
    }
}
