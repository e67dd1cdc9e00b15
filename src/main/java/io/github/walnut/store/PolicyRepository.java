package io.github.walnut.store;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.walnut.policy.Finding;
import io.github.walnut.policy.Policy;
import io.github.walnut.policy.PolicyChecks;
import io.github.walnut.policy.PolicyVersion;
import io.github.walnut.policy.StoredPolicy;
import io.github.walnut.policy.UpsMeanings;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Policies and their earlier versions. */
public final class PolicyRepository {

    private static final int VERSIONS_KEPT = 100;
    private static final TypeReference<Map<String, List<String>>> UPS_NAMES =
            new TypeReference<>() {};

    /** More documents than these are worth being read on all processors. */
    private static final int FEW = 100;

    private static final String TABLE = "policies";

    private final Database database;
    private final DocumentReader reader;

    public PolicyRepository(Database database, DocumentReader reader) {
        this.database = database;
        this.reader = reader;
    }

    /** What makes the model from a document. */
    public interface DocumentReader {

        /** Null when the document no longer reads. */
        Policy model(String document, String mediaType);

        /** Null when the compiled form is none that can be carried out. */
        default Policy compiled(String ir) {
            return null;
        }

        /** The same document as JSON; null when it is JSON already, or cannot be read. */
        default String asJson(String document, String mediaType) {
            return null;
        }
    }

    /** The canonical document is that of another policy. */
    public static final class DuplicateException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final UUID existing;

        DuplicateException(UUID existing) {
            super("policy " + existing + " has the same document");
            this.existing = existing;
        }

        public UUID existing() {
            return existing;
        }
    }

    /** The policy was changed by somebody else since it was read, or is gone. */
    public static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ConflictException(String message) {
            super(message);
        }
    }

    /** In the order in which they are evaluated. */
    public List<StoredPolicy> all() {
        List<Unread> rows =
                database.reader()
                        .sql("SELECT * FROM " + database.from(TABLE) + " ORDER BY priority, id")
                        .query(Row.to(PolicyRepository::unread))
                        .list();
        boolean many = rows.size() > FEW;
        return (many ? rows.parallelStream() : rows.stream()).map(this::read).toList();
    }

    /** Those that take part in matching, in the order in which they are evaluated. */
    public List<StoredPolicy> enabled() {
        return database.reader()
                .sql(
                        "SELECT * FROM "
                                + database.from(TABLE)
                                + " WHERE status = 'enabled' ORDER BY priority, id")
                .query(Row.to(this::read))
                .list();
    }

    public Optional<StoredPolicy> find(UUID id) {
        return database.reader()
                .sql("SELECT * FROM " + database.from(TABLE) + " WHERE id = ?")
                .param(id.toString())
                .query(Row.to(this::read))
                .optional();
    }

    /** Names are not unique; of several the first in the order of evaluation. */
    public Optional<StoredPolicy> findByName(String name) {
        return database.reader()
                .sql(
                        "SELECT * FROM "
                                + database.from(TABLE)
                                + " WHERE name = ? ORDER BY priority, id LIMIT 1")
                .param(name)
                .query(Row.to(this::read))
                .optional();
    }

    /** Of every policy with this name. */
    public List<UUID> ids(String name) {
        return database.reader()
                .sql("SELECT id FROM policies WHERE name = ?")
                .param(name)
                .query(Row.to(row -> row.uuid("id")))
                .list();
    }

    public Optional<UUID> findByHash(String hash) {
        return database.reader()
                .sql("SELECT id FROM policies WHERE sha256 = ?")
                .param(hash)
                .query(Row.to(row -> row.uuid("id")))
                .optional();
    }

    /**
     * Writes a new policy and its first version.
     *
     * @param note why, or null
     * @throws DuplicateException when another policy has the same hash
     */
    public void create(StoredPolicy policy, String note) {
        create(new Change(policy, 0, note, null));
    }

    /** As {@link #create(StoredPolicy, String)}, with the compiled form. */
    public void create(Change change) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    StoredPolicy policy = change.policy();
                    refuseTwin(policy);
                    columns(policy).set("id", policy.id()).insert(tx, "policies");
                    saveVersion(tx, change);
                    return null;
                });
    }

    /**
     * Writes the present form; a version that is not in the history yet is added to it.
     *
     * @param expectedVersion the stored one must still be this
     * @throws ConflictException when it is not
     * @throws DuplicateException when another policy has the same hash
     */
    public void update(StoredPolicy policy, int expectedVersion, String note) {
        update(List.of(new Change(policy, expectedVersion, note, null)));
    }

    /**
     * @param expectedVersion the stored one must still be this
     * @param note why, or null
     * @param ir the compiled form as JSON, or null when it has errors
     */
    public record Change(StoredPolicy policy, int expectedVersion, String note, String ir) {}

    /**
     * All of them or none, as {@link #update(StoredPolicy, int, String)}. A policy that is only
     * disarmed is disarmed also while the store does not take it.
     */
    public void update(List<Change> changes) {
        try {
            write(changes);
        } catch (StoreUnavailableException e) {
            if (changes.size() != 1 || !keepDisarmed(changes.get(0))) {
                throw e;
            }
        }
    }

    private boolean keepDisarmed(Change change) {
        StoredPolicy after = change.policy();
        StoredPolicy before = find(after.id()).orElse(null);
        if (before == null
                || before.versionInt() != change.expectedVersion()
                || !before.armed()
                || after.armed()
                || !before.document().equals(after.document())) {
            return false;
        }
        KeptRow row =
                new Columns()
                        .set("armed", false)
                        .set("armed_hash", null)
                        .set("armed_targets", null)
                        .set("status", after.status())
                        .set("version_int", after.versionInt())
                        .set("updated_at", after.updatedAt())
                        .set("updated_by", after.updatedBy())
                        .keptChange(TABLE, "id", after.id());
        KeptRow version =
                version(change)
                        .json("ups_names", ids(after.upsMeanings()))
                        .kept("policy_versions", "policy_id", "version_int");
        return database.kept().keep(List.of(row, version), List.of());
    }

    private void write(List<Change> changes) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    changes.forEach(c -> requireVersion(c.policy().id(), c.expectedVersion()));
                    setHashesAside(tx, changes);
                    for (Change change : changes) {
                        StoredPolicy policy = change.policy();
                        refuseTwin(policy);
                        columns(policy).update(tx, "policies", "id", policy.id());
                        saveVersion(tx, change);
                        forgetOldVersions(tx, policy);
                    }
                    return null;
                });
    }

    /** Two that exchange their places may have each other's hash in between. */
    private static void setHashesAside(JdbcClient tx, List<Change> changes) {
        if (changes.size() > 1) {
            changes.forEach(
                    change ->
                            tx.sql("UPDATE policies SET sha256 = id WHERE id = ?")
                                    .param(change.policy().id().toString())
                                    .update());
        }
    }

    /** With its windows and versions; its runs stay. False when it was not there. */
    public boolean delete(UUID id) {
        return database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql("DELETE FROM policies WHERE id = ?").param(id.toString()).update()
                                > 0);
    }

    /** Newest first. */
    public List<PolicyVersion> versions(UUID id) {
        return database.reader()
                .sql("SELECT * FROM policy_versions WHERE policy_id = ? ORDER BY version_int DESC")
                .param(id.toString())
                .query(Row.to(PolicyRepository::readVersion))
                .list();
    }

    /**
     * Which UPSs the bare names of a version mean; null when nobody resolved them or it is gone.
     */
    public UpsMeanings upsMeanings(UUID id, int version) {
        return database
                .reader()
                .sql(
                        "SELECT ups_names FROM policy_versions"
                                + " WHERE policy_id = ? AND version_int = ?")
                .params(id.toString(), version)
                .query(Row.to(PolicyRepository::meanings))
                .list()
                .stream()
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What was found out about it last. */
    public PolicyChecks checks(UUID id) {
        return database.reader()
                .sql("SELECT validated_at, last_dry_run, last_preflight FROM policies WHERE id = ?")
                .param(id.toString())
                .query(
                        Row.to(
                                row ->
                                        new PolicyChecks(
                                                row.instant("validated_at"),
                                                row.json("last_dry_run", PolicyChecks.DryRun.class),
                                                row.json(
                                                        "last_preflight",
                                                        PolicyChecks.Preflight.class))))
                .optional()
                .orElse(PolicyChecks.NONE);
    }

    /** How many there are of one status, armed or not. */
    public record Count(StoredPolicy.Status status, boolean armed, int policies) {}

    public List<Count> counts() {
        return database.reader()
                .sql(
                        "SELECT status, armed, count(*) AS n FROM policies"
                                + " GROUP BY status, armed ORDER BY status, armed")
                .query(
                        Row.to(
                                row ->
                                        new Count(
                                                row.word("status", StoredPolicy.Status.class),
                                                row.flag("armed"),
                                                row.integer("n"))))
                .list();
    }

    /** Of each policy that ever had one. */
    public Map<UUID, PolicyChecks.DryRun> lastDryRuns() {
        Map<UUID, PolicyChecks.DryRun> last = new LinkedHashMap<>();
        database.reader()
                .sql(
                        "SELECT id, last_dry_run FROM policies"
                                + " WHERE last_dry_run IS NOT NULL ORDER BY priority, id")
                .query(
                        Row.to(
                                row ->
                                        Map.entry(
                                                row.uuid("id"),
                                                row.json(
                                                        "last_dry_run",
                                                        PolicyChecks.DryRun.class))))
                .list()
                .forEach(entry -> last.put(entry.getKey(), entry.getValue()));
        return last;
    }

    public void validated(List<UUID> ids, Instant at) {
        database.write(
                Lane.BULK,
                tx -> {
                    Columns now = new Columns().set("validated_at", at);
                    ids.forEach(id -> now.update(tx, "policies", "id", id));
                    return null;
                });
    }

    public void rehearsed(UUID id, PolicyChecks.DryRun dryRun) {
        note(id, new Columns().json("last_dry_run", dryRun));
    }

    public void preflown(UUID id, PolicyChecks.Preflight preflight) {
        note(id, new Columns().json("last_preflight", preflight));
    }

    private void note(UUID id, Columns columns) {
        database.write(Lane.JOURNAL, tx -> columns.update(tx, "policies", "id", id));
    }

    private void requireVersion(UUID id, int expected) {
        int stored = find(id).map(StoredPolicy::versionInt).orElse(0);
        if (stored != expected) {
            throw new ConflictException(
                    "policy " + id + " has version " + stored + ": expected " + expected);
        }
    }

    private void refuseTwin(StoredPolicy policy) {
        findByHash(policy.hash())
                .filter(existing -> !existing.equals(policy.id()))
                .ifPresent(
                        existing -> {
                            throw new DuplicateException(existing);
                        });
    }

    /** A document that no longer reads keeps the name and the priority that it had. */
    private Columns columns(StoredPolicy policy) {
        Columns columns = new Columns();
        if (policy.policy() != null) {
            columns.set("name", policy.policy().name()).set("priority", policy.policy().priority());
        }
        return columns.set("armed", policy.armed())
                .set("armed_hash", policy.armedHash())
                .set("status", policy.status())
                .set("document", policy.document())
                .set("media_type", policy.mediaType())
                .set("document_json", reader.asJson(policy.document(), policy.mediaType()))
                .set("sha256", policy.hash())
                .set("behaviour_hash", policy.behaviourHash())
                .json("findings", policy.findings())
                .set("version_int", policy.versionInt())
                .set("created_at", policy.createdAt())
                .set("created_by", policy.createdBy())
                .set("updated_at", policy.updatedAt())
                .set("updated_by", policy.updatedBy())
                .set("status_before", policy.statusBefore())
                .set("armed_targets", policy.armedTargets())
                .json("ups_names", ids(policy.upsMeanings()));
    }

    private static Map<String, List<String>> ids(UpsMeanings meanings) {
        return meanings == null ? null : meanings.ids();
    }

    private static UpsMeanings meanings(Row row) throws SQLException {
        Map<String, List<String>> ids = row.json("ups_names", UPS_NAMES);
        return ids == null ? null : new UpsMeanings(ids);
    }

    /** A row of which the document, or its copy in JSON, is still to be read. */
    private record Unread(
            String document,
            String mediaType,
            UpsMeanings meanings,
            Function<Policy, StoredPolicy> policy) {

        /** With the UPSs that its names mean. */
        Policy meant(Policy written) {
            return meanings == null ? written : meanings.in(written);
        }
    }

    private StoredPolicy read(Row row) throws SQLException {
        return read(unread(row));
    }

    private StoredPolicy read(Unread row) {
        Policy read = row.meant(reader.model(row.document(), row.mediaType()));
        StoredPolicy policy = row.policy().apply(read);
        if (!policy.takesPart() || read != null && policy.status() != StoredPolicy.Status.INVALID) {
            return policy;
        }
        Policy lastGood = compiled(policy).map(reader::compiled).orElse(null);
        return lastGood == null ? policy : row.policy().apply(row.meant(lastGood));
    }

    /** The newest compiled form of what its document says. */
    private Optional<String> compiled(StoredPolicy policy) {
        return database.reader()
                .sql(
                        "SELECT ir FROM policy_versions WHERE policy_id = ? AND sha256 = ?"
                                + " AND ir IS NOT NULL ORDER BY version_int DESC LIMIT 1")
                .params(policy.id().toString(), policy.hash())
                .query(String.class)
                .optional();
    }

    private static Unread unread(Row row) throws SQLException {
        UUID id = row.uuid("id");
        String document = row.text("document");
        String mediaType = row.text("media_type");
        StoredPolicy.Status status = row.word("status", StoredPolicy.Status.class);
        boolean armed = row.flag("armed");
        String armedHash = row.text("armed_hash");
        String hash = row.text("sha256");
        String behaviour = row.text("behaviour_hash");
        int version = row.integer("version_int");
        List<Finding> findings = row.list("findings", Finding.class);
        Instant createdAt = row.instant("created_at");
        String createdBy = row.text("created_by");
        Instant updatedAt = row.instant("updated_at");
        String updatedBy = row.text("updated_by");
        StoredPolicy.Status before = row.word("status_before", StoredPolicy.Status.class);
        Integer targets = row.optional("armed_targets");
        UpsMeanings meanings = meanings(row);
        String json = row.text("document_json");
        return new Unread(
                json == null ? document : json,
                json == null ? mediaType : "application/json",
                meanings,
                policy ->
                        new StoredPolicy(
                                id, policy, document, mediaType, status, armed, armedHash, hash,
                                behaviour, version, findings, createdAt, createdBy, updatedAt,
                                updatedBy, before, targets, meanings));
    }

    private static void saveVersion(JdbcClient tx, Change change) {
        StoredPolicy policy = change.policy();
        version(change).insertIfNew(tx, "policy_versions");
        tx.sql(
                        "UPDATE policy_versions SET sha256 = ?, ups_names = ?"
                                + " WHERE policy_id = ? AND version_int = ?")
                .params(
                        policy.hash(),
                        Json.write(ids(policy.upsMeanings())),
                        policy.id().toString(),
                        policy.versionInt())
                .update();
    }

    private static Columns version(Change change) {
        StoredPolicy policy = change.policy();
        return new Columns()
                .set("policy_id", policy.id())
                .set("version_int", policy.versionInt())
                .set("document", policy.document())
                .set("media_type", policy.mediaType())
                .set("sha256", policy.hash())
                .set("saved_at", policy.updatedAt())
                .set("saved_by", policy.updatedBy())
                .set("note", change.note())
                .set("ir", change.ir());
    }

    private static void forgetOldVersions(JdbcClient tx, StoredPolicy policy) {
        tx.sql("DELETE FROM policy_versions WHERE policy_id = ? AND version_int <= ?")
                .param(policy.id().toString())
                .param(policy.versionInt() - VERSIONS_KEPT)
                .update();
    }

    private static PolicyVersion readVersion(Row row) throws SQLException {
        return new PolicyVersion(
                row.integer("version_int"),
                row.text("document"),
                row.text("media_type"),
                row.text("sha256"),
                row.instant("saved_at"),
                row.text("saved_by"),
                row.text("note"),
                row.text("ir"),
                meanings(row));
    }

    /** Every policy has to be armed anew by a person. */
    public void disarmAll() {
        database.write(
                Lane.JOURNAL,
                tx ->
                        tx.sql(
                                        "UPDATE policies SET armed = 0, armed_hash = NULL,"
                                                + " armed_targets = NULL WHERE armed = 1")
                                .update());
    }
}
