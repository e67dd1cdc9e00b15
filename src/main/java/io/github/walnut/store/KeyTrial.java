package io.github.walnut.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a key is that of a database, without migrating or changing the file. */
public final class KeyTrial {

    private KeyTrial() {}

    /** Null while there is no database. */
    public static Boolean opens(DatabaseConfig config) {
        DatabasePath path = DatabasePath.of(config.path(), Path.of(""));
        if (!path.holdsDatabase()) {
            return null;
        }
        if (Files.exists(path.keyCheck())) {
            KeyCheck check = KeyCheck.read(path.keyCheck());
            return check.fits(check.derive(config.key()));
        }
        try (Connection connection = new Cipher(path, config).openPlain();
                Statement statement = connection.createStatement()) {
            return statement.execute("SELECT count(*) FROM sqlite_schema");
        } catch (SQLException e) {
            return false;
        }
    }
}
