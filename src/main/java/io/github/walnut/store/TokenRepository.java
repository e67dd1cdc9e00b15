package io.github.walnut.store;

import io.github.walnut.security.ApiToken;
import io.github.walnut.security.TokenStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** API tokens; of their words only the hashes. */
public final class TokenRepository implements TokenStore {

    private final Database database;

    public TokenRepository(Database database) {
        this.database = database;
    }

    @Override
    public List<ApiToken> tokens() {
        return database.reader()
                .sql("SELECT * FROM api_tokens ORDER BY name, id")
                .query(Row.to(TokenRepository::read))
                .list();
    }

    @Override
    public void create(ApiToken token) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        new Columns()
                                .set("id", token.id())
                                .set("user_id", token.userId())
                                .set("name", token.name())
                                .set("prefix", token.prefix())
                                .set("sha256", token.sha256())
                                .json("scopes", token.scopes())
                                .json("allow_ips", token.allowIps())
                                .set("expires_at", token.expiresAt())
                                .set("last_used_at", token.lastUsedAt())
                                .set("last_used_ip", token.lastUsedIp())
                                .set("created_at", token.createdAt())
                                .insert(tx, "api_tokens"));
    }

    @Override
    public void used(UUID id, Instant at, String ip) {
        database.write(
                Lane.BULK,
                tx ->
                        new Columns()
                                .set("last_used_at", at)
                                .set("last_used_ip", ip)
                                .update(tx, "api_tokens", "id", id));
    }

    @Override
    public boolean revoke(UUID id) {
        return database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql("DELETE FROM api_tokens WHERE id = ?").param(id.toString()).update()
                                > 0);
    }

    /** Deletes what expired before this moment. */
    int forget(Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql("DELETE FROM api_tokens WHERE expires_at < ?")
                                .param(before.toEpochMilli())
                                .update());
    }

    private static ApiToken read(Row row) throws SQLException {
        return new ApiToken(
                row.uuid("id"),
                row.uuid("user_id"),
                row.text("name"),
                row.text("prefix"),
                row.text("sha256"),
                Json.list(row.text("scopes"), String.class),
                Json.list(row.text("allow_ips"), String.class),
                row.instant("expires_at"),
                row.instant("last_used_at"),
                row.text("last_used_ip"),
                row.instant("created_at"));
    }
}
