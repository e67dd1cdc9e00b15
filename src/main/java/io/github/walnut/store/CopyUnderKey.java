package io.github.walnut.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Copies of an open database under another key. The copy is of one moment and takes no turn of the
 * writer; it is changed and checked under the old key and gets the new one last.
 */
final class CopyUnderKey {

    private final Database database;

    CopyUnderKey(Database database) {
        this.database = database;
    }

    /**
     * @param target must not exist
     * @param changes made in the copy in one transaction
     */
    void make(Path target, char[] key, Consumer<JdbcClient> changes) throws IOException {
        try {
            copy(target);
            DatabasePath path = new DatabasePath(target);
            try (Connection copy = database.cipher().ofCopy(path).openPlain()) {
                requireSound(copy, target);
                change(copy, changes);
                execute(copy, "PRAGMA rekey = '" + new String(key).replace("'", "''") + "'");
            }
        } catch (SQLException e) {
            throw new IOException("the database cannot be copied: " + e.getMessage(), e);
        }
        flush(target);
    }

    private void copy(Path target) throws IOException, SQLException {
        PrivateFiles.createFile(target); // empty, so that SQLite fills a file nobody else can read
        try (Connection source = database.cipher().openPlain()) {
            execute(source, "PRAGMA busy_timeout = 5000");
            execute(source, "VACUUM INTO '" + target.toString().replace("'", "''") + "'");
        }
    }

    static void requireSound(Connection connection, Path file) throws SQLException, IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = rows.next() ? rows.getString(1) : "no answer";
            if (!found.equals("ok")) {
                throw new IOException(file.getFileName() + " is damaged: " + found);
            }
        }
    }

    private static void change(Connection copy, Consumer<JdbcClient> changes) throws SQLException {
        execute(copy, "PRAGMA secure_delete = ON");
        execute(copy, "PRAGMA foreign_keys = ON");
        execute(copy, "BEGIN");
        changes.accept(JdbcClient.create(new SingleConnectionDataSource(copy, true)));
        execute(copy, "COMMIT");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-journal"));
    }
}
