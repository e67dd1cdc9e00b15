package io.github.walnut.store;

import io.github.walnut.security.Session;
import io.github.walnut.security.SessionStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions. */
public final class SessionRepository implements SessionStore {

    private final Database database;

    public SessionRepository(Database database) {
        this.database = database;
    }

    /** Without those past their absolute end. */
    @Override
    public List<Session> live() {
        return database.reader()
                .sql(
                        "SELECT * FROM sessions WHERE revoked_at IS NULL AND expires_at > ?"
                                + " ORDER BY created_at, id")
                .param(database.clock().now().toEpochMilli())
                .query(Row.to(SessionRepository::read))
                .list();
    }

    @Override
    public Optional<Session> find(UUID id) {
        return database.reader()
                .sql("SELECT * FROM sessions WHERE id = ? AND revoked_at IS NULL")
                .param(id.toString())
                .query(Row.to(SessionRepository::read))
                .optional();
    }

    @Override
    public void save(Session session) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        // Revoked by another process a moment ago: that stands.
                        session.revokedAt() == null && revoked(tx, session.id())
                                ? 0
                                : new Columns()
                                        .set("id", session.id())
                                        .set("user_id", session.userId())
                                        .set("kind", session.kind())
                                        .set("family_id", session.familyId())
                                        .set("refresh_sha256", session.refreshSha256())
                                        .set("previous_sha256", session.previousSha256())
                                        .set("auth_time", session.authTime())
                                        .set("amr", session.amr())
                                        .set("ip", session.ip())
                                        .set("user_agent", session.userAgent())
                                        .set("created_at", session.createdAt())
                                        .set("last_used_at", session.lastUsedAt())
                                        .set("expires_at", session.expiresAt())
                                        .set("revoked_at", session.revokedAt())
                                        .put(tx, "sessions", "id"));
    }

    private static boolean revoked(JdbcClient tx, UUID id) {
        return tx.sql("SELECT count(*) FROM sessions WHERE id = ? AND revoked_at IS NOT NULL")
                        .param(id.toString())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Deletes what expired or was revoked before this moment. */
    int forget(Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql(
                                        "DELETE FROM sessions WHERE expires_at < :before OR revoked_at < :before")
                                .param("before", before.toEpochMilli())
                                .update());
    }

    private static Session read(Row row) throws SQLException {
        return new Session(
                row.uuid("id"),
                row.uuid("user_id"),
                row.text("kind"),
                row.uuid("family_id"),
                row.text("refresh_sha256"),
                row.text("previous_sha256"),
                row.instant("auth_time"),
                row.text("amr"),
                row.text("ip"),
                row.text("user_agent"),
                row.instant("created_at"),
                row.instant("last_used_at"),
                row.instant("expires_at"),
                row.instant("revoked_at"));
    }
}
