package io.github.walnut.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.walnut.ups.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * The encrypted file: one thread that writes, a pool that reads, the lock that keeps others out.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");
    private static final int WRITERS = 2;

    private final DatabasePath path;
    private final Cipher cipher;
    private final Writer writer;
    private final Optional<InstanceLock> lock;
    private final HikariDataSource readers;
    private final JdbcClient reader;
    private final int schemaBefore;
    private final Clock clock;
    private final StoreTrouble trouble = new StoreTrouble();
    private final Damage damage = new Damage(this);
    private final long epoch;
    private volatile ProtectiveState kept = ProtectiveState.NONE;
    private String standsInFor;
    private InstanceLock lockOfDamaged;

    /**
     * Opens the file, creates it when it is not there, and migrates it.
     *
     * @throws StoreException when it cannot be used as it stands; the file is then unchanged
     */
    public static Database open(DatabaseConfig config, Clock clock) {
        return open(config, clock, MOUNT_INFO);
    }

    /**
     * As {@link #open}, for the server. When the file is damaged, it is left as it is, and a
     * database of the newest snapshot stands in for it.
     *
     * @throws StoreException also when the file is damaged and there is no snapshot
     */
    public static Database openProtected(
            DatabaseConfig config, StateSnapshots snapshots, Clock clock) {
        try {
            Database database = open(config, clock);
            StandIn.retire(database.folder(), clock.now());
            database.damage.watch(snapshots);
            return database;
        } catch (StoreException e) {
            if (!e.damaged()) {
                throw e;
            }
            return standIn(config, snapshots, clock, e);
        }
    }

    private static Database standIn(
            DatabaseConfig config, StateSnapshots snapshots, Clock clock, StoreException damage) {
        Path folder = DatabasePath.of(config.path(), Path.of("")).folder();
        InstanceLock lock = InstanceLock.take(folder.resolve("walnut.lock"), config.holder());
        try {
            Database other =
                    open(StandIn.prepare(config, snapshots).orElseThrow(() -> damage), clock);
            LOG.error("{}", damage.getMessage());
            other.standsInFor = damage.getMessage();
            other.lockOfDamaged = lock;
            return other;
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    /** What is wrong with the file that is configured; null while nothing is known to be. */
    public String damaged() {
        return standsInFor != null ? standsInFor : damage.found();
    }

    public Damage damage() {
        return damage;
    }

    static Database open(DatabaseConfig config, Clock clock, Path mountInfo) {
        return new DatabaseOpening(config, clock, mountInfo).open();
    }

    Database(
            DatabaseConfig config,
            DatabasePath path,
            Cipher cipher,
            Writer writer,
            Optional<InstanceLock> lock,
            Clock clock,
            int schemaBefore) {
        this.path = path;
        this.cipher = cipher;
        this.writer = writer;
        this.lock = lock;
        this.clock = clock;
        this.schemaBefore = schemaBefore;
        this.readers = pool(config, cipher);
        this.reader = reader(new PatientReaders(readers, config.poolSize() - WRITERS));
        this.epoch =
                lock.isPresent()
                        ? new Epochs(this).raise(config.holder(), clock.now())
                        : new Epochs(this).current();
    }

    /** What it cannot read may be damage. */
    private JdbcClient reader(DataSource source) {
        JdbcTemplate template = new JdbcTemplate(source);
        SQLExceptionTranslator usual = template.getExceptionTranslator();
        template.setExceptionTranslator(
                (task, sql, failure) -> {
                    Interruption.check();
                    damage.notice(failure);
                    return usual.translate(task, sql, failure);
                });
        return JdbcClient.create(template);
    }

    private static HikariDataSource pool(DatabaseConfig config, Cipher cipher) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("store-readers");
        pool.setMaximumPoolSize(config.poolSize() - WRITERS);
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(5_000);
        pool.setMaxLifetime(3_600_000);
        pool.setDataSource(new ReaderSource(cipher));
        return new HikariDataSource(pool);
    }

    /**
     * Runs the work in one transaction, flushed to disk on return: whatever repositories of this
     * database write within it stands or falls together.
     *
     * @throws StoreUnavailableException when writing does not come to pass in time
     */
    public <T> T together(Supplier<T> work) {
        return write(Lane.JOURNAL, tx -> work.get());
    }

    /**
     * Runs the work in one transaction of the lane; on the writer thread it joins the present.
     *
     * @throws StoreUnavailableException at once while the store is in trouble, or after a moment
     *     when the thread has written a part already of what it was asked for
     */
    <T> T write(Lane lane, Function<JdbcClient, T> work) {
        if (writer.mine()) {
            return writer.write(lane, work);
        }
        damage.check();
        if (AuditScope.underWay()) {
            trouble.settle();
        }
        trouble.check();
        return noticing(() -> audited(lane, work, all -> writer.write(lane, all)));
    }

    /** With the audit row of what the calling thread does, when it waits for its effect. */
    private static <T> T audited(
            Lane lane, Function<JdbcClient, T> work, Function<Function<JdbcClient, T>, T> writing) {
        AuditScope scope = AuditScope.waiting(lane);
        if (scope == null) {
            return writing.apply(work);
        }
        T result = writing.apply(scope.with(work));
        scope.committed();
        return result;
    }

    private <T> T noticing(Supplier<T> writing) {
        try {
            return writing.get();
        } catch (RuntimeException e) {
            damage.notice(e);
            throw e;
        }
    }

    /**
     * As {@link #write}, for what protection waits for: it is given up after two seconds, even when
     * it has begun, and the store counts as in trouble from then on. What was given up may still
     * take place before anything that is written later.
     */
    <T> T writePromptly(Lane lane, Function<JdbcClient, T> work) {
        if (writer.mine()) {
            return writer.write(lane, work);
        }
        damage.check();
        trouble.check();
        try {
            return noticing(() -> audited(lane, work, all -> writer.writePromptly(lane, all)));
        } catch (StoreUnavailableException e) {
            trouble.begin(e.getMessage());
            throw e;
        } catch (DataAccessException e) {
            if (!StoreTrouble.ofTheFile(e)) {
                throw e;
            }
            trouble.begin(e.getMessage());
            throw new StoreUnavailableException("writing failed: " + e.getMessage(), e);
        }
    }

    /** As {@link #write}, trouble or not. */
    <T> T attempt(Function<JdbcClient, T> work) {
        damage.check();
        return noticing(() -> writer.write(Lane.JOURNAL, work));
    }

    /** This process is the one server of the file and not a command beside it. */
    boolean serving() {
        return lock.isPresent();
    }

    /** Protective state that the store does not take goes there from now on. */
    void keepIn(ProtectiveState keeper) {
        kept = keeper;
    }

    ProtectiveState kept() {
        return kept;
    }

    /** The table for a FROM clause, with the rows that it has still to take. */
    String from(String table) {
        List<KeptRow> rows = kept.rows(table);
        return rows.isEmpty()
                ? table
                : KeptRow.over(
                        rows,
                        reader().sql("SELECT name FROM pragma_table_info(?)")
                                .param(table)
                                .query(String.class)
                                .list());
    }

    StoreTrouble trouble() {
        return trouble;
    }

    Path folder() {
        return path.folder();
    }

    /** For reading; within {@link #write} it sees what the transaction has written so far. */
    JdbcClient reader() {
        JdbcClient joined = writer.joined();
        return joined == null ? damage.reader(reader) : joined;
    }

    /** Within {@link #write}: one statement for many rows; how many each of them changed. */
    int[] batch(String sql, List<Object[]> rows) {
        return writer.batch(sql, rows);
    }

    /** Gives up to this many unused pages back to the file system. */
    void freePages(int most) {
        write(
                Lane.BULK,
                tx -> {
                    writer.exhaust("PRAGMA incremental_vacuum(" + most + ")");
                    return null;
                });
    }

    /**
     * Rewrites the file without its unused pages. Nothing else is written meanwhile.
     *
     * @return bytes of the file before and after
     * @throws IOException when there is less free space than the file has bytes
     */
    public long[] vacuum() throws IOException {
        long before = Files.size(path.file());
        long free = Files.getFileStore(path.folder()).getUsableSpace();
        if (free < before) {
            throw new IOException(
                    "VACUUM needs " + before + " bytes of free space, there are " + free);
        }
        try (Connection connection = cipher.openPlain()) { // our own schema is trusted
            CopyUnderKey.execute(connection, "PRAGMA busy_timeout = 30000");
            CopyUnderKey.execute(connection, "VACUUM");
            CopyUnderKey.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            throw new IOException("VACUUM failed: " + e.getMessage(), e);
        }
        return new long[] {before, Files.size(path.file())};
    }

    public DatabaseStats stats() {
        return new DatabaseStats(this, writer, readers.getHikariPoolMXBean());
    }

    /** A writing connection for routes, one statement a transaction, on the writer's queue. */
    public DataSource dataSource(Lane lane) {
        return new DelegatingDataSource(writer.dataSource(lane)) {
            @Override
            public Connection getConnection() throws SQLException {
                damage.check();
                return super.getConnection();
            }
        };
    }

    /** For routes that read. */
    public DataSource readerDataSource() {
        return readers;
    }

    /** Rises with each server that opens the file. */
    public long epoch() {
        return epoch;
    }

    /** What every table and index was made with. */
    public List<String> schema() {
        return reader().sql("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
                .query(String.class)
                .list();
    }

    /** The number of the newest migration. */
    public int schemaVersion() {
        return reader().sql(
                        "SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success = 1")
                .query(Integer.class)
                .single();
    }

    /** The same before it was opened; 0 when the file was made. */
    public int schemaBefore() {
        return schemaBefore;
    }

    /** Of the library that is linked in. */
    public String sqliteVersion() {
        return reader().sql("SELECT sqlite_version()").query(String.class).single();
    }

    /** Waiting transactions. */
    public int queued() {
        return writer.queued();
    }

    public Path file() {
        return path.file();
    }

    Clock clock() {
        return clock;
    }

    Cipher cipher() {
        return cipher;
    }

    /** How long commits take, by the name of their connection. */
    public Map<String, CommitTimes> commits() {
        Map<String, CommitTimes> times = new TreeMap<>();
        for (Lane lane : Lane.values()) {
            times.put(lane.word(), writer.commits(lane));
        }
        return times;
    }

    /** How many reading connections are at work. */
    public int readersInUse() {
        return readers.getHikariPoolMXBean().getActiveConnections();
    }

    public Health health() {
        return new Health(this, cipher, writer);
    }

    /** Writes what is queued and moves the log into the file. */
    @Override
    public void close() {
        readers.close();
        damage.close();
        try {
            writer.close();
        } catch (SQLException e) {
            LOG.warn("closing {} failed: {}", path.file(), e.getMessage());
        }
        lock.ifPresent(Database::release);
        if (lockOfDamaged != null) {
            release(lockOfDamaged);
        }
    }

    private static void release(InstanceLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("releasing a lock of the data folder failed: {}", e.getMessage());
        }
    }
}
