package io.github.walnut.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.walnut.config.Configuration;
import java.nio.file.Path;

/** What commands do with the database and its keys on this machine, without a server. */
public interface Vault {

    /**
     * @return one row a key: name, source, opens_database (null where the question makes no sense)
     */
    JsonNode keysValidate(Configuration configuration);

    /** path, bytes_before, bytes_after. */
    JsonNode vacuum(Configuration configuration);

    /** path, bytes, wal_bytes, epoch and rows by table. */
    JsonNode stats(Configuration configuration);

    /** schema and sqlite: the number of the newest migration, and the library's version. */
    JsonNode versions(Configuration configuration);

    /** path of an empty database, and former: what the one before is called now, or null. */
    JsonNode reset(Configuration configuration);

    /** Rows saved by table. */
    JsonNode recover(Configuration configuration, Path target);

    /**
     * @param key the new one
     * @return false when the new key opened the database already
     */
    boolean rotateDatabaseKey(Configuration configuration, char[] key);

    /** What came of a rotation of the database key that was cut short. */
    enum Resumed {
        NOTHING,
        UNDONE,
        FINISHED
    }

    /**
     * Brings a rotation of the database key that was cut short to an end.
     *
     * @param key the new one, or null to undo what has not taken effect
     */
    Resumed resumeRotation(Configuration configuration, char[] key);

    /**
     * Puts another secret of tokens in the place of the present one; the server may run.
     *
     * @return false when it is in force already
     */
    boolean rotateTokenSecret(Configuration configuration, char[] secret);

    /** Seals every secret with a new random key; the server may run. */
    void rotateSealingKey(Configuration configuration);

    /**
     * @param out null for a name in the folder of backups
     * @return file, created_at, bytes, sha256
     */
    JsonNode backupCreate(
            Configuration configuration, Path out, char[] passphrase, boolean withSecrets);

    /** Newest first. */
    JsonNode backupList(Configuration configuration);

    /** What the backup says of itself, once all of it was checked. */
    JsonNode backupVerify(Path file, char[] passphrase);

    /** The same, once the backup has taken the place of the database. */
    JsonNode backupRestore(Configuration configuration, Path file, char[] passphrase);

    /**
     * @param since RFC 3339, or null
     * @param actor or null
     * @return rows as the API shows them, newest first
     */
    JsonNode auditList(Configuration configuration, String since, String actor, int limit);

    /**
     * @param head sequence number and hash of an earlier head, joined by a colon, or null
     * @return as the API answers it
     */
    JsonNode auditVerify(Configuration configuration, String head);
}
