package io.github.walnut.store;

import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Saves what can still be read of a damaged database into a new one under the same key. */
public final class Rescue {

    private static final String ORPHANS =
            "SELECT 'DELETE FROM \"' || \"table\" || '\" WHERE rowid = ' || rowid"
                    + " FROM pragma_foreign_key_check WHERE rowid IS NOT NULL LIMIT 500";

    /** Rows of tables without a rowid are told without a name: by what they refer to instead. */
    private static final String ORPHANS_WITHOUT_ROWID =
            "SELECT DISTINCT 'DELETE FROM \"' || c.\"table\" || '\" WHERE \"' || f.\"from\""
                    + " || '\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"' || c.parent"
                    + " || '\" AS owner WHERE owner.\"' || f.\"to\" || '\" = \"' || c.\"table\""
                    + " || '\".\"' || f.\"from\" || '\")'"
                    + " FROM pragma_foreign_key_check AS c"
                    + " JOIN pragma_foreign_key_list(c.\"table\") AS f ON f.id = c.fkid"
                    + " WHERE c.rowid IS NULL";

    private final DatabaseConfig config;
    private final DatabasePath path;
    private final Clock clock;

    /**
     * @param config of the damaged database, which is only read
     */
    public Rescue(DatabaseConfig config, Clock clock) {
        this.config = config.withMode(DatabaseConfig.Mode.COMMAND);
        this.path = DatabasePath.of(config.path(), Path.of(""));
        this.clock = clock;
    }

    /**
     * @param target must not exist
     * @return rows saved by table
     * @throws StoreException when a server runs, or the key is wrong
     * @throws IOException when not even the schema can be read, or the disk fails
     */
    public Map<String, Long> into(Path target) throws IOException {
        InstanceLock lock = InstanceLock.take(path.folder().resolve("walnut.lock"), "db recover");
        try {
            if (Files.exists(target)) {
                throw new IOException(target + " exists already: expected a new file");
            }
            Map<String, Long> rows = copy(new DatabasePath(target.toAbsolutePath()));
            Database.open(config.withPath(target.toAbsolutePath().toString()), clock).close();
            return rows;
        } finally {
            lock.close();
        }
    }

    /** The salt stands in the key check too, in case that of the file is damaged. */
    private Cipher source() {
        Cipher cipher = new Cipher(path, config);
        if (Files.exists(path.keyCheck())) {
            KeyCheck check = KeyCheck.read(path.keyCheck());
            DerivedKey derived = check.derive(config.key());
            if (!check.fits(derived)) {
                throw new OpenFailures(path).wrongKey(null);
            }
            cipher.use(derived);
        }
        return cipher;
    }

    private Map<String, Long> copy(DatabasePath target) throws IOException {
        PrivateFiles.createFolder(target.folder());
        PrivateFiles.createFile(target.file());
        try (Connection from = source().openPlain();
                Connection to = new Cipher(target, config).openPlain()) {
            CopyUnderKey.execute(from, "PRAGMA query_only = ON");
            CopyUnderKey.execute(to, "PRAGMA auto_vacuum = INCREMENTAL");
            Migrations.to(to, schema(from)).migrate(target);
            CopyUnderKey.execute(to, "PRAGMA foreign_keys = OFF");
            CopyUnderKey.execute(to, "BEGIN");
            Map<String, Long> rows = TableCopy.copy(from, to, true);
            CopyUnderKey.execute(to, "COMMIT");
            removeOrphans(to);
            new Migrations(to).migrate(target);
            return rows;
        } catch (SQLException | DataAccessException e) {
            Files.deleteIfExists(target.file());
            throw new IOException("nothing could be saved: " + e.getMessage(), e);
        }
    }

    private static int schema(Connection from) {
        return TableCopy.schema(JdbcClient.create(new SingleConnectionDataSource(from, true)));
    }

    /** Rows whose owner is lost, until none is left. */
    static void removeOrphans(Connection to) throws SQLException {
        List<String> deletes;
        do {
            deletes = new ArrayList<>(TableCopy.names(to, ORPHANS_WITHOUT_ROWID));
            deletes.addAll(TableCopy.names(to, ORPHANS));
            for (String delete : deletes) {
                CopyUnderKey.execute(to, delete);
            }
        } while (!deletes.isEmpty());
    }
}
