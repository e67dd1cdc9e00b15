package io.github.walnut.store;

import java.nio.file.Files;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says what is wrong with a file that does not open. */
record OpenFailures(DatabasePath path) {

    private static final int PRIMARY_CODE = 0xff;

    /**
     * SQLCipher answers a wrong key and a damaged first page alike; once the key is known to be
     * right, it is damage.
     */
    StoreException unreadable(SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : 0;
        if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return Files.exists(path.keyCheck()) ? damaged("no readable page", e) : wrongKey(e);
        }
        if ((code & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return damaged(e.getMessage(), e);
        }
        return StoreException.configuration(
                "cannot open the database " + path.file() + ": " + e.getMessage(), e);
    }

    StoreException wrongKey(Exception cause) {
        return StoreException.configuration("the database key does not open " + path.file(), cause);
    }

    StoreException damaged(String found, Exception cause) {
        return StoreException.damaged(
                "the database "
                        + path.file()
                        + " is damaged ("
                        + found.replaceAll("\\s+", " ")
                        + ") and was left as it is: restore a backup",
                cause);
    }

    StoreException none() {
        return StoreException.configuration(
                "there is no database " + path.file() + ": walnut db init makes one");
    }

    StoreException missing() {
        return StoreException.configuration(
                "the database "
                        + path.file()
                        + " is missing although "
                        + path.keyCheck()
                        + " is there: restore a backup, or make a new one with db init --force-new");
    }

    StoreException otherRounds(int made, int given) {
        return StoreException.configuration(
                "the database "
                        + path.file()
                        + " was made with kdf_iter "
                        + made
                        + ": got "
                        + given);
    }
}
