package io.github.walnut.store;

import io.github.walnut.inventory.Feeds;
import io.github.walnut.inventory.Host;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Hosts with their configuration; secrets are in {@link HostSecrets}. */
public final class HostRepository {

    private static final String SELECT =
            "SELECT i.*, h.labels, h.self, h.feeds FROM integration_instances i JOIN hosts h ON h.id = i.id";

    private final Database database;

    public HostRepository(Database database) {
        this.database = database;
    }

    /**
     * A host with what the store adds.
     *
     * @param version rises with each change of its configuration
     */
    public record StoredHost(Host host, int version, Instant createdAt, Instant updatedAt) {}

    /** Another host has the id or the name. */
    public static final class TakenException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String existing;

        TakenException(String message, String existing) {
            super(message);
            this.existing = existing;
        }

        /** The id of that host. */
        public String existing() {
            return existing;
        }
    }

    /** The host was changed by somebody else since it was read, or is gone. */
    public static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ConflictException(String message) {
            super(message);
        }
    }

    /** By name. */
    public List<StoredHost> all() {
        return database.reader()
                .sql(SELECT + " ORDER BY i.name, i.id")
                .query(Row.to(HostRepository::read))
                .list();
    }

    /** By slug, or by the text of the numeric id. */
    public Optional<StoredHost> find(String id) {
        return database
                .reader()
                .sql(SELECT + " WHERE i.id = :id OR CAST(i.numeric_id AS TEXT) = :id")
                .param("id", id)
                .query(Row.to(HostRepository::read))
                .list()
                .stream()
                .findFirst();
    }

    /**
     * Writes a new host with its first version.
     *
     * @param host its numeric id is ignored
     * @param secrets by field; they are sealed in the same transaction
     * @return the host with the numeric id that it got
     * @throws TakenException when its id or name is in use
     */
    public StoredHost create(Host host, Map<String, char[]> secrets, HostSecrets vault) {
        return database.write(
                Lane.JOURNAL,
                tx -> {
                    refuseTakenId(host);
                    refuseTakenName(host);
                    Instant now = database.clock().now();
                    instance(host, now)
                            .set("id", host.id())
                            .set("version", 1)
                            .set("created_at", now)
                            .insert(tx, "integration_instances");
                    labels(host).set("id", host.id()).insert(tx, "hosts");
                    secrets.forEach((field, secret) -> vault.put(host.id(), field, secret));
                    return find(host.id()).orElseThrow();
                });
    }

    /**
     * Writes the configuration; type, id and numeric id stay.
     *
     * @param secrets those that change; a null value deletes
     * @throws ConflictException when the stored version is another
     * @throws TakenException when another host has the name
     */
    public StoredHost update(
            Host host, int expectedVersion, Map<String, char[]> secrets, HostSecrets vault) {
        return database.write(
                Lane.JOURNAL,
                tx -> {
                    int stored = find(host.id()).map(StoredHost::version).orElse(0);
                    if (stored != expectedVersion) {
                        throw new ConflictException(
                                "host "
                                        + host.id()
                                        + " has version "
                                        + stored
                                        + ": expected "
                                        + expectedVersion);
                    }
                    refuseTakenName(host);
                    instance(host, database.clock().now())
                            .set("version", stored + 1)
                            .update(tx, "integration_instances", "id", host.id());
                    labels(host).update(tx, "hosts", "id", host.id());
                    secrets.forEach(
                            (field, secret) -> {
                                if (secret == null) {
                                    vault.delete(host.id(), field);
                                } else {
                                    vault.put(host.id(), field, secret);
                                }
                            });
                    return find(host.id()).orElseThrow();
                });
    }

    /**
     * Writes where the power of hosts comes from; a host that changes gets a new version.
     *
     * @param feeds by host id; every other host has none
     */
    public void setFeeds(Map<String, Feeds> feeds) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    for (StoredHost stored : all()) {
                        Feeds now = feeds.get(stored.host().id());
                        if (!Objects.equals(now, stored.host().feeds())) {
                            new Columns()
                                    .json("feeds", now)
                                    .update(tx, "hosts", "id", stored.host().id());
                            new Columns()
                                    .set("version", stored.version() + 1)
                                    .set("updated_at", database.clock().now())
                                    .update(tx, "integration_instances", "id", stored.host().id());
                        }
                    }
                    return null;
                });
    }

    /** Writes what the last contact told, without a new version. */
    public void setState(String id, Host.State state, String reason) {
        database.write(
                Lane.JOURNAL,
                tx ->
                        new Columns()
                                .set("state", state)
                                .set("state_reason", reason)
                                .update(tx, "integration_instances", "id", id));
    }

    /**
     * What was found out over the connection of this version; nothing when there is another by now.
     */
    public boolean setState(String id, int version, Host.State state, String reason) {
        return setState(id, state, reason, "version = ?", version);
    }

    /** The same where no version is known: a connection in doubt stays so. */
    public boolean setStateUnlessInReview(String id, Host.State state, String reason) {
        return setState(id, state, reason, "state <> ?", Host.State.NEEDS_REVIEW.word());
    }

    private boolean setState(
            String id, Host.State state, String reason, String only, Object parameter) {
        return database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                                "UPDATE integration_instances SET state = ?, state_reason = ?"
                                                        + " WHERE id = ? AND "
                                                        + only)
                                        .params(state.word(), reason, id, parameter)
                                        .update()
                                > 0);
    }

    /** With its secrets and targets. False when it was not there. */
    public boolean delete(String id) {
        return database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql("DELETE FROM integration_instances WHERE id = ?").param(id).update()
                                > 0);
    }

    private void refuseTakenId(Host host) {
        if (find(host.id()).isPresent()) {
            throw new TakenException("another host has the id " + host.id(), host.id());
        }
    }

    private void refuseTakenName(Host host) {
        database
                .reader()
                .sql("SELECT id FROM integration_instances WHERE name = ? AND id <> ?")
                .param(host.name())
                .param(host.id())
                .query(String.class)
                .list()
                .stream()
                .findFirst()
                .ifPresent(
                        other -> {
                            throw new TakenException("another host is named " + host.name(), other);
                        });
    }

    private static Columns instance(Host host, Instant now) {
        return new Columns()
                .set("type_id", host.typeId())
                .set("name", host.name())
                .set("enabled", host.enabled())
                .json("config", host.config())
                .set("state", host.state())
                .set("state_reason", host.stateReason())
                .set("updated_at", now);
    }

    private static Columns labels(Host host) {
        return new Columns()
                .json("labels", host.labels())
                .set("self", host.self())
                .json("feeds", host.feeds());
    }

    private static StoredHost read(Row row) throws SQLException {
        Host host =
                new Host(
                        row.text("id"),
                        row.number("numeric_id"),
                        row.text("name"),
                        row.text("type_id"),
                        row.object("config"),
                        row.texts("labels"),
                        row.flag("enabled"),
                        row.word("state", Host.State.class),
                        row.text("state_reason"),
                        row.flag("self"),
                        row.json("feeds", Feeds.class));
        return new StoredHost(
                host, row.integer("version"), row.instant("created_at"), row.instant("updated_at"));
    }
}
