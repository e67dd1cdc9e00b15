package io.github.walnut.store;

import io.github.walnut.policy.Condition;
import io.github.walnut.policy.Decision;
import io.github.walnut.policy.TriggerState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What evaluations came to: the answer to "why did it not". Kept for a day, 1,000 a policy; those
 * of an outage as long as the outage.
 */
public final class DecisionLog {

    private static final int KEPT_PER_POLICY = 1_000;

    private static final String OF_NO_OUTAGE =
            "(outage_id IS NULL OR outage_id NOT IN (SELECT id FROM outages))";

    private final Database database;

    public DecisionLog(Database database) {
        this.database = database;
    }

    private record Details(
            Instant until,
            String detail,
            List<TriggerState> triggers,
            List<Condition.Result> conditions) {}

    public void append(List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        database.writePromptly(
                Lane.BULK,
                tx -> {
                    insert(tx, decisions);
                    return null;
                });
    }

    /** As part of a transaction in which something else comes of them. */
    static void insert(JdbcClient tx, List<Decision> decisions) {
        decisions.forEach(decision -> columns(decision).insert(tx, "policy_decisions"));
    }

    /** The same where some may have come through already, although nobody was told. */
    static void insertMissing(JdbcClient tx, List<Decision> decisions) {
        insert(tx, decisions.stream().filter(decision -> !stands(tx, decision)).toList());
    }

    private static boolean stands(JdbcClient tx, Decision decision) {
        return tx
                .sql("SELECT * FROM policy_decisions WHERE policy_id = ? AND at = ?")
                .params(decision.policyId().toString(), decision.at().toEpochMilli())
                .query(Row.to(DecisionLog::read))
                .list()
                .stream()
                .anyMatch(
                        known ->
                                known.kind() == decision.kind()
                                        && Objects.equals(known.detail(), decision.detail()));
    }

    /** Newest first. */
    public List<Decision> of(UUID policyId, int limit) {
        return database.reader()
                .sql(
                        "SELECT * FROM policy_decisions WHERE policy_id = ?"
                                + " ORDER BY at DESC, seq DESC LIMIT ?")
                .param(policyId.toString())
                .param(limit)
                .query(Row.to(DecisionLog::read))
                .list();
    }

    /** All that an event led to, in their order. */
    public List<Decision> ofEvent(UUID eventId) {
        return database.reader()
                .sql("SELECT * FROM policy_decisions WHERE event_id = ? ORDER BY seq")
                .param(eventId.toString())
                .query(Row.to(DecisionLog::read))
                .list();
    }

    /** All of an outage, in their order. */
    public List<Decision> ofOutage(UUID outageId) {
        return database.reader()
                .sql("SELECT * FROM policy_decisions WHERE outage_id = ? ORDER BY seq")
                .param(outageId.toString())
                .query(Row.to(DecisionLog::read))
                .list();
    }

    /**
     * Drops what is older, and what is beyond the newest thousand of a policy, save what belongs to
     * an outage that is kept.
     */
    public int forget(Instant before) {
        return database.write(
                Lane.BULK,
                tx ->
                        tx.sql("DELETE FROM policy_decisions WHERE at < ? AND " + OF_NO_OUTAGE)
                                        .param(before.toEpochMilli())
                                        .update()
                                + tx.sql(
                                                """
                                                DELETE FROM policy_decisions WHERE seq IN (
                                                  SELECT seq FROM (
                                                    SELECT seq, row_number() OVER (
                                                      PARTITION BY policy_id
                                                      ORDER BY at DESC, seq DESC) AS place
                                                    FROM policy_decisions WHERE %s)
                                                  WHERE place > ?)
                                                """
                                                        .formatted(OF_NO_OUTAGE))
                                        .param(KEPT_PER_POLICY)
                                        .update());
    }

    private static Columns columns(Decision decision) {
        return new Columns()
                .set("policy_id", decision.policyId())
                .set("at", decision.at())
                .set("subject", decision.subject())
                .set("event_id", decision.eventId())
                .set("outage_id", decision.outageId())
                .set("decision", decision.kind())
                .json(
                        "details",
                        new Details(
                                decision.until(),
                                decision.detail(),
                                decision.triggers(),
                                decision.conditions()));
    }

    private static Decision read(Row row) throws SQLException {
        Details details = row.json("details", Details.class);
        return new Decision(
                row.uuid("policy_id"),
                row.text("subject"),
                row.instant("at"),
                row.uuid("event_id"),
                row.word("decision", Decision.Kind.class),
                details.until(),
                details.detail(),
                details.triggers(),
                details.conditions(),
                row.uuid("outage_id"),
                List.of());
    }
}
