package io.github.walnut.store;

import io.github.walnut.security.Hkdf;
import io.github.walnut.security.SecretFilter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Sealed secrets by name, and the key that seals every secret of the store. That key is random; it
 * lies in the store itself, sealed with a key derived from the database key.
 */
public final class Secrets {

    private static final String TABLE = "secrets";
    private static final String KEK = "kek";
    private static final String KEK_PURPOSE = "walnut kek v1";

    /** Of the audit log, once the database key is another than that under which it began. */
    private static final String AUDIT = "audit";

    private static final Set<String> TAKEN = Set.of(KEK, AUDIT);

    private static final int FIRST_VERSION = 1;

    private final Database database;
    private final SecretFilter filter;
    private final SecretBox wrapping;
    private volatile Kek kek;

    /**
     * Loads the sealing key, or makes it in a new store.
     *
     * @param databaseKey the caller may wipe it afterwards
     * @throws SecretException when the sealing key does not open
     */
    public Secrets(Database database, char[] databaseKey) {
        this(database, databaseKey, new SecretFilter());
    }

    /**
     * @param filter learns every secret that is sealed or opened, in the moment in which it is
     */
    public Secrets(Database database, char[] databaseKey, SecretFilter filter) {
        this.database = database;
        this.filter = filter;
        byte[] key = Hkdf.key(databaseKey, KEK_PURPOSE);
        this.wrapping = new SecretBox(key);
        Arrays.fill(key, (byte) 0);
        this.kek = database.write(Lane.JOURNAL, this::loaded);
    }

    /** The key of the audit log. */
    static byte[] auditKey(Database database, char[] databaseKey) {
        byte[] wrapping = Hkdf.key(databaseKey, KEK_PURPOSE);
        try {
            return stored(database.reader(), AUDIT)
                    .map(
                            found ->
                                    new SecretBox(wrapping)
                                            .open(place(AUDIT, FIRST_VERSION), found.bytes()))
                    .orElseGet(() -> Hkdf.key(databaseKey, AuditKey.PURPOSE));
        } finally {
            Arrays.fill(wrapping, (byte) 0);
        }
    }

    /** In a copy of the store: puts its keys under another database key. */
    void wrapAnew(JdbcClient tx, AuditKey audit, char[] databaseKey) {
        byte[] wrapping = Hkdf.key(databaseKey, KEK_PURPOSE);
        SecretBox other = new SecretBox(wrapping);
        Arrays.fill(wrapping, (byte) 0);
        writeKek(tx, present(tx), other);
        byte[] sealed = other.seal(place(AUDIT, FIRST_VERSION), audit.bytes());
        write(tx, AUDIT, sealed, FIRST_VERSION, database.clock().now());
    }

    /** In a copy of the store: moves its keys from one database key to another. */
    static void rewrap(Connection copy, char[] before, char[] now, Instant at) {
        JdbcClient tx = JdbcClient.create(new SingleConnectionDataSource(copy, true));
        SecretBox old = new SecretBox(Hkdf.key(before, KEK_PURPOSE));
        SecretBox fresh = new SecretBox(Hkdf.key(now, KEK_PURPOSE));
        for (String name : TAKEN) {
            stored(tx, name)
                    .ifPresent(
                            found -> {
                                SecretBox.Place place = place(name, found.version());
                                byte[] key = old.open(place, found.bytes());
                                write(tx, name, fresh.seal(place, key), found.version(), at);
                            });
        }
    }

    /** In a copy of the store: takes out every secret, and the key that sealed them. */
    static List<String> takeOut(JdbcClient tx) {
        List<String> names =
                tx.sql("SELECT 'secret/' || name FROM secrets WHERE name NOT IN (?, ?)")
                        .param(KEK)
                        .param(AUDIT)
                        .query(String.class)
                        .list();
        tx.sql("DELETE FROM secrets WHERE name <> ?").param(AUDIT).update();
        return names;
    }

    private Kek loaded(JdbcClient tx) {
        Optional<Sealed> stored = stored(tx, KEK);
        if (stored.isPresent()) {
            int version = stored.get().version();
            return Kek.of(version, wrapping.open(place(KEK, version), stored.get().bytes()));
        }
        Kek fresh = Kek.fresh(FIRST_VERSION);
        writeKek(tx, fresh, wrapping);
        return fresh;
    }

    private void writeKek(JdbcClient tx, Kek kek, SecretBox under) {
        byte[] sealed = under.seal(place(KEK, kek.version()), kek.key());
        write(tx, KEK, sealed, kek.version(), database.clock().now());
    }

    /** Another process may have rotated it; within a transaction it stays as it is. */
    private Kek present(JdbcClient tx) {
        Kek known = kek;
        int version = stored(tx, KEK).map(Sealed::version).orElse(known.version());
        if (version != known.version()) {
            known = loaded(tx);
            kek = known;
        }
        return known;
    }

    /** Seals every secret with a new random key, all in one transaction. */
    public void rotate(AuditLog audit, AuditEntry entry) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    Kek before = present(tx);
                    Kek fresh = Kek.fresh(before.version() + 1);
                    for (String name : names().keySet()) {
                        Sealed old = stored(tx, name).orElseThrow();
                        byte[] open = before.box().open(place(name, old.version()), old.bytes());
                        byte[] sealed = fresh.box().seal(place(name, fresh.version()), open);
                        Arrays.fill(open, (byte) 0);
                        write(tx, name, sealed, fresh.version(), database.clock().now());
                    }
                    HostSecrets.sealAnew(tx, before, fresh);
                    writeKek(tx, fresh, wrapping);
                    audit.append(entry);
                    return null;
                });
        kek = database.write(Lane.JOURNAL, this::loaded);
    }

    private static SecretBox.Place place(String name, int version) {
        return new SecretBox.Place(TABLE, name, "sealed", version);
    }

    /** Puts a secret in the place of the one before; clear text is stored nowhere. */
    public void put(String name, char[] secret) {
        if (TAKEN.contains(name)) {
            throw new IllegalArgumentException("the name " + name + " is taken");
        }
        database.write(
                Lane.JOURNAL,
                tx -> {
                    int version = version(tx);
                    byte[] sealed = seal(place(name, version), secret);
                    write(tx, name, sealed, version, database.clock().now());
                    return null;
                });
    }

    /** Of the key that seals now. */
    int version(JdbcClient tx) {
        return present(tx).version();
    }

    /** The caller wipes the array after use. */
    public Optional<char[]> open(String name) {
        return stored(database.reader(), name)
                .map(found -> open(place(name, found.version()), found.bytes()));
    }

    /** Empty when there is none. */
    public Optional<Instant> changedAt(String name) {
        return database.reader()
                .sql("SELECT updated_at FROM secrets WHERE name = ?")
                .param(name)
                .query(Row.to(row -> row.instant("updated_at")))
                .optional();
    }

    public boolean delete(String name) {
        return database.write(
                Lane.JOURNAL,
                tx -> tx.sql("DELETE FROM secrets WHERE name = ?").param(name).update() > 0);
    }

    /** The names of those that were put, each with the time of its last change. */
    public Map<String, Instant> names() {
        Map<String, Instant> names = new LinkedHashMap<>();
        database.reader()
                .sql(
                        "SELECT name, updated_at FROM secrets WHERE name NOT IN (?, ?)"
                                + " ORDER BY name")
                .param(KEK)
                .param(AUDIT)
                .query(Row.to(row -> Map.entry(row.text("name"), row.instant("updated_at"))))
                .list()
                .forEach(secret -> names.put(secret.getKey(), secret.getValue()));
        return names;
    }

    private record Sealed(byte[] bytes, int version) {}

    private static Optional<Sealed> stored(JdbcClient reader, String name) {
        return reader.sql("SELECT sealed, key_version FROM secrets WHERE name = ?")
                .param(name)
                .query(Row.to(row -> new Sealed(row.bytes("sealed"), row.integer("key_version"))))
                .optional();
    }

    private static void write(JdbcClient tx, String name, byte[] sealed, int version, Instant at) {
        new Columns()
                .set("name", name)
                .set("sealed", sealed)
                .set("key_version", version)
                .set("updated_at", at)
                .put(tx, TABLE, "name");
    }

    byte[] seal(SecretBox.Place place, char[] secret) {
        filter.learn(secret);
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.limit());
        try {
            return kek.box().seal(place, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }

    char[] open(SecretBox.Place place, byte[] sealed) {
        Kek known = place.version() == kek.version() ? kek : present(database.reader());
        byte[] bytes = known.box().open(place, sealed);
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        try {
            char[] secret = Arrays.copyOf(decoded.array(), decoded.limit());
            filter.learn(secret);
            return secret;
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(decoded.array(), '\0');
        }
    }
}
