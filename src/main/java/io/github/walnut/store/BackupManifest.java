package io.github.walnut.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a backup says of itself.
 *
 * @param format of the backup
 * @param version of the program that made it
 * @param host on which it was made
 * @param schema of the database in it
 * @param key under which the database in it lies, made for this backup alone
 * @param rows of each table
 * @param parts files in the backup
 * @param missing secrets that were left out, as {@code host/<id>/<field>} or {@code secret/<name>}
 * @param auditSeq head of the audit log, 0 without one
 */
public record BackupManifest(
        int format,
        String version,
        String host,
        Instant createdAt,
        int schema,
        boolean withSecrets,
        String key,
        int kdfIter,
        Map<String, Long> rows,
        Map<String, Part> parts,
        List<String> missing,
        long auditSeq,
        String auditHash) {

    static final int FORMAT = 1;
    static final String NAME = "manifest.json";
    static final String DATABASE = "walnut.db";

    /**
     * @param sha256 in hexadecimal digits
     */
    public record Part(long bytes, String sha256) {}

    public BackupManifest {
        rows = new TreeMap<>(rows);
        parts = new TreeMap<>(parts);
        missing = List.copyOf(missing);
    }

    /** Their ids. */
    public Set<String> hostsWithoutSecrets() {
        return missing.stream()
                .filter(each -> each.startsWith("host/"))
                .map(each -> each.split("/")[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        return "BackupManifest[" + version + ", " + host + ", " + createdAt + "]";
    }
}
