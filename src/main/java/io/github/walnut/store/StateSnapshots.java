package io.github.walnut.store;

import io.github.walnut.security.Hkdf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What protection needs of a database, each time in a small sealed file beside it: policies, hosts
 * with their sealed secrets, targets, topology, NUT servers, settings and accounts. A file has its
 * name only once it was read back; the newest seven are kept.
 */
public final class StateSnapshots {

    /** Below the data folder. */
    public static final String FOLDER = "snapshots";

    private static final Logger LOG = LoggerFactory.getLogger(StateSnapshots.class);
    private static final String SUFFIX = ".wns";
    private static final String PURPOSE = "walnut snapshot v1";
    private static final int KEPT = 7;
    private static final int FORMAT = 1;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private static final List<String> TABLES =
            List.of(
                    "app_settings",
                    "hosts",
                    "integration_instances",
                    "integration_secrets",
                    "inventory_cache",
                    "maintenance_windows",
                    "nut_servers",
                    "oauth_accounts",
                    "policies",
                    "policy_versions",
                    "secrets",
                    "targets",
                    "topology_links",
                    "topology_nodes",
                    "ups",
                    "user_routes",
                    "users");

    /** Only the versions that are in force. */
    private static final Map<String, String> ROWS =
            Map.of(
                    "policy_versions",
                    " WHERE (policy_id, version_int) IN (SELECT id, version_int FROM policies)");

    /** Columns that change all the time and are worth no snapshot of their own. */
    private static final Set<String> FLEETING =
            Set.of("last_seen", "last_seen_at", "last_login_at", "fetched_at", "duration_ms");

    private final Path folder;
    private final SecretBox box;
    private String lastDigest;

    private record Table(List<String> columns, List<List<Object>> rows) {}

    private record State(int schema, Instant at, Map<String, Table> tables) {}

    /**
     * @param databaseKey the caller may wipe it afterwards
     */
    public StateSnapshots(Path folder, char[] databaseKey) {
        this.folder = folder;
        byte[] key = Hkdf.key(databaseKey, PURPOSE);
        this.box = new SecretBox(key);
        Arrays.fill(key, (byte) 0);
    }

    /**
     * Writes one.
     *
     * @param always also when nothing has changed since the last one that this process wrote
     * @return the file, or empty when nothing has changed
     * @throws IOException when the state cannot be read or the file not be written
     */
    public synchronized Optional<Path> take(Database database, boolean always) throws IOException {
        State state = read(database);
        String digest = digest(state);
        if (!always && digest.equals(lastDigest)) {
            return Optional.empty();
        }
        PrivateFiles.createFolder(folder);
        Path file = folder.resolve(TIME.format(state.at()) + SUFFIX);
        byte[] sealed = box.seal(place(file), zipped(Json.write(state)));
        PrivateFiles.replace(file, sealed);
        if (!digest(opened(file)).equals(digest)) {
            Files.delete(file);
            throw new IOException(file + " does not hold what was written");
        }
        lastDigest = digest;
        for (Path old : all().stream().skip(KEPT).toList()) {
            Files.deleteIfExists(old);
        }
        return Optional.of(file);
    }

    private static SecretBox.Place place(Path file) {
        return new SecretBox.Place("snapshots", file.getFileName().toString(), "state", FORMAT);
    }

    /** Newest first, by name. */
    private List<Path> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        }
    }

    /** When the newest one was made; empty when there is none. */
    public Optional<Instant> newestAt() {
        try {
            return all().stream()
                    .findFirst()
                    .map(file -> file.getFileName().toString().replace(SUFFIX, ""))
                    .map(time -> TIME.parse(time, Instant::from));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of snapshots cannot be read", e);
        }
    }

    /** The newest one that opens; those that do not are passed over with a word in the log. */
    private Optional<State> newest() throws IOException {
        for (Path file : all()) {
            try {
                return Optional.of(opened(file));
            } catch (IOException | SecretException | IllegalArgumentException e) {
                LOG.warn("The snapshot {} is passed over: {}", file, e.getMessage());
            }
        }
        return Optional.empty();
    }

    private State opened(Path file) throws IOException {
        byte[] zipped = box.open(place(file), Files.readAllBytes(file));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), State.class);
        }
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static State read(Database database) throws IOException {
        Map<String, Table> tables = new LinkedHashMap<>();
        try (Connection connection = database.cipher().openReader()) {
            int schema =
                    TableCopy.schema(
                            JdbcClient.create(new SingleConnectionDataSource(connection, true)));
            CopyUnderKey.execute(connection, "BEGIN");
            for (String name : TABLES) {
                tables.put(name, table(connection, name));
            }
            CopyUnderKey.execute(connection, "COMMIT");
            return new State(schema, database.clock().now(), tables);
        } catch (SQLException e) {
            database.damage().notice(e);
            throw new IOException("the state cannot be read: " + e.getMessage(), e);
        }
    }

    private static Table table(Connection connection, String name) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT * FROM " + name + ROWS.getOrDefault(name, ""))) {
            int width = found.getMetaData().getColumnCount();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= width; i++) {
                columns.add(found.getMetaData().getColumnName(i));
            }
            while (found.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    row.add(written(found.getObject(i)));
                }
                rows.add(row);
            }
            return new Table(columns, rows);
        }
    }

    private static Object written(Object value) {
        return value instanceof byte[] bytes
                ? Map.of("bytes", Base64.getEncoder().encodeToString(bytes))
                : value;
    }

    private static Object stored(Object value) {
        return value instanceof Map<?, ?> sealed
                ? Base64.getDecoder().decode((String) sealed.get("bytes"))
                : value;
    }

    private static String digest(State state) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            state.tables()
                    .forEach(
                            (name, table) -> {
                                digest.update(name.getBytes(StandardCharsets.UTF_8));
                                table.rows().forEach(row -> digest(digest, table.columns(), row));
                            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void digest(MessageDigest digest, List<String> columns, List<Object> row) {
        for (int i = 0; i < row.size(); i++) {
            if (!FLEETING.contains(columns.get(i))) {
                digest.update((byte) 0);
                digest.update(String.valueOf(row.get(i)).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /**
     * Makes a database of the newest state that can be read.
     *
     * @param target must not hold one
     * @return of which moment the state is; empty when there is no snapshot
     */
    Optional<Instant> fill(DatabasePath target, Cipher cipher) throws IOException {
        Optional<State> newest = newest();
        if (newest.isPresent()) {
            PrivateFiles.createFolder(target.folder());
            PrivateFiles.createFile(target.file());
            try (Connection connection = cipher.openPlain()) {
                fill(connection, target, newest.get());
            } catch (SQLException | org.springframework.dao.DataAccessException e) {
                throw new IOException("the snapshot cannot be used: " + e.getMessage(), e);
            }
        }
        return newest.map(State::at);
    }

    private static void fill(Connection connection, DatabasePath target, State state)
            throws SQLException {
        CopyUnderKey.execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
        Migrations.to(connection, state.schema()).migrate(target);
        CopyUnderKey.execute(connection, "PRAGMA foreign_keys = OFF");
        CopyUnderKey.execute(connection, "BEGIN");
        for (String name : TABLES) {
            if (state.tables().containsKey(name)) {
                insert(connection, name, state.tables().get(name));
            }
        }
        CopyUnderKey.execute(connection, "COMMIT");
        Rescue.removeOrphans(connection);
        new Migrations(connection).migrate(target);
    }

    private static void insert(Connection connection, String name, Table table)
            throws SQLException {
        List<String> known =
                TableCopy.names(connection, "SELECT name FROM pragma_table_info('" + name + "')");
        if (!known.containsAll(table.columns())) {
            throw new SQLException(name + " has other columns");
        }
        String insert =
                "INSERT OR REPLACE INTO "
                        + name
                        + " ("
                        + String.join(
                                ", ", table.columns().stream().map(TableCopy::quoted).toList())
                        + ") VALUES ("
                        + String.join(", ", Collections.nCopies(table.columns().size(), "?"))
                        + ")";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            for (List<Object> row : table.rows()) {
                for (int i = 0; i < row.size(); i++) {
                    statement.setObject(i + 1, stored(row.get(i)));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
