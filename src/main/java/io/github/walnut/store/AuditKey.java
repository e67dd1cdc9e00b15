package io.github.walnut.store;

import io.github.walnut.security.Hkdf;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.TreeMap;

/** What makes the audit log a chain: hashes of rows and signatures of checkpoints under one key. */
final class AuditKey {

    /** What the first row follows. */
    static final String NOTHING = "0".repeat(64);

    static final String PURPOSE = "walnut audit v1";
    private static final String CHECKPOINT = "checkpoint";
    private static final String HEAD = "head";

    private final byte[] key;

    AuditKey(byte[] key) {
        this.key = key;
    }

    byte[] bytes() {
        return key;
    }

    /** Covers the content of the row and the hash of the row before. */
    String hash(AuditLog.AuditRow row) {
        TreeMap<String, Object> content = new TreeMap<>();
        AuditEntry entry = row.entry();
        content.put("seq", row.seq());
        content.put("at", row.at().toEpochMilli());
        content.put("actor", entry.actor());
        content.put("actor_kind", entry.actorKind());
        content.put("ip", entry.ip());
        content.put("action", entry.action());
        content.put("object", entry.object());
        content.put("outcome", entry.outcome());
        content.put("reason", entry.reason());
        content.put("diff", Json.write(entry.diff()));
        content.put("request_id", entry.requestId());
        content.put("correlation_id", entry.correlationId());
        return hmac(row.previousHash(), Json.write(content));
    }

    boolean follows(AuditLog.AuditRow row, AuditLog.Head before) {
        return row.seq() == before.seq() + 1
                && row.previousHash().equals(before.hash())
                && row.hash().equals(hash(row));
    }

    /**
     * @param before signature of the checkpoint before, or {@link #NOTHING}
     */
    String sign(AuditCheckpoints.Checkpoint checkpoint, String before) {
        return hmac(
                CHECKPOINT,
                before,
                checkpoint.seq()
                        + "|"
                        + checkpoint.at().toEpochMilli()
                        + "|"
                        + checkpoint.rows()
                        + "|"
                        + checkpoint.hash());
    }

    String sign(AuditLog.Head head) {
        return hmac(HEAD, head.seq() + "|" + head.hash());
    }

    private String hmac(String... parts) {
        byte[][] bytes = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
        }
        return HexFormat.of().formatHex(Hkdf.hmac(key, bytes));
    }
}
