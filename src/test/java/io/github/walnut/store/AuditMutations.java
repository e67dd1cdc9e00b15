package io.github.walnut.store;

import java.util.List;
import java.util.Random;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes the audit log at random, has it checked against the head before, and undoes it. */
final class AuditMutations {

    private static final List<String> TEXTS =
            List.of(
                    "actor",
                    "actor_kind",
                    "ip",
                    "action",
                    "object",
                    "outcome",
                    "reason",
                    "request_id",
                    "correlation_id",
                    "prev_hash",
                    "hash");
    private static final List<String> TRIGGERS =
            List.of(
                    "audit_log_is_never_changed",
                    "audit_log_is_never_deleted",
                    "audit_checkpoints_are_never_changed",
                    "audit_checkpoints_are_never_deleted");

    private final Random random = new Random(7);
    private final Database database;
    private final AuditLog audit;
    private final AuditLog.Head head;
    private final int first;
    private final int last;
    private int number;

    AuditMutations(Database database, AuditLog audit, int first, int last) {
        this.database = database;
        this.audit = audit;
        this.head = audit.head().orElseThrow();
        this.first = first;
        this.last = last;
    }

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** What was changed without being found; empty when it was found. */
    String next() {
        StringBuilder missed = new StringBuilder();
        try {
            database.write(
                    Lane.JOURNAL,
                    tx -> {
                        TRIGGERS.forEach(name -> tx.sql("DROP TRIGGER " + name).update());
                        String what = change(tx);
                        if (audit.verify(head).ok()) {
                            missed.append(what);
                        }
                        throw new Undone();
                    });
        } catch (Undone expected) {
            number++;
        }
        return missed.toString();
    }

    private long any() {
        return first + random.nextInt(last - first + 1);
    }

    private String change(JdbcClient tx) {
        return switch (random.nextInt(9)) {
            case 0 -> run(tx, "UPDATE audit_log SET at = at + 1 WHERE seq = " + any());
            case 1 ->
                    run(
                            tx,
                            "UPDATE audit_log SET diff = '{\"n\":%d}' WHERE seq = %d"
                                    .formatted(1_000 + number, any()));
            case 2 -> run(tx, "DELETE FROM audit_log WHERE seq = " + any());
            case 3 -> run(tx, "DELETE FROM audit_log WHERE seq <= " + any());
            case 4 -> run(tx, "DELETE FROM audit_log WHERE seq >= " + any());
            case 5 -> swap(tx);
            case 6 -> insert(tx);
            case 7 -> checkpoint(tx);
            default ->
                    run(
                            tx,
                            "UPDATE audit_log SET %s = 'x%d' WHERE seq = %d"
                                    .formatted(
                                            TEXTS.get(random.nextInt(TEXTS.size())),
                                            number,
                                            any()));
        };
    }

    private static String run(JdbcClient tx, String sql) {
        return tx.sql(sql).update() > 0 ? sql : "nothing was changed by " + sql;
    }

    private String swap(JdbcClient tx) {
        long one = any();
        long other = one == first ? last : first;
        run(tx, "UPDATE audit_log SET seq = 9999 WHERE seq = " + one);
        run(tx, "UPDATE audit_log SET seq = " + one + " WHERE seq = " + other);
        return run(tx, "UPDATE audit_log SET seq = " + other + " WHERE seq = 9999");
    }

    /** Of a copy of a row that was there, in a gap before or after the rows. */
    private String insert(JdbcClient tx) {
        long at = random.nextBoolean() ? last + 1L : random.nextInt(first);
        return run(
                tx,
                ("INSERT INTO audit_log SELECT %d, at, actor, actor_kind, ip, action, object,"
                                + " outcome, reason, diff, request_id, correlation_id, prev_hash,"
                                + " hash FROM audit_log WHERE seq = %d")
                        .formatted(at, any()));
    }

    private String checkpoint(JdbcClient tx) {
        String which = " WHERE seq = (SELECT " + (random.nextBoolean() ? "min" : "max");
        which += "(seq) FROM audit_checkpoints)";
        return switch (random.nextInt(5)) {
            case 0 -> run(tx, "DELETE FROM audit_checkpoints" + which);
            case 1 -> run(tx, "UPDATE audit_checkpoints SET seq = seq + 1" + which);
            case 2 -> run(tx, "UPDATE audit_checkpoints SET at = at - 1" + which);
            case 3 -> run(tx, "UPDATE audit_checkpoints SET rows = rows + 1" + which);
            default -> run(tx, "UPDATE audit_checkpoints SET hash = 'x" + number + "'" + which);
        };
    }
}
