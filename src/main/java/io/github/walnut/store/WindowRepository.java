package io.github.walnut.store;

import io.github.walnut.policy.Trigger;
import io.github.walnut.policy.TriggerState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The states of triggers and their windows, so that a restart continues them. */
public final class WindowRepository {

    private final Database database;

    public WindowRepository(Database database) {
        this.database = database;
    }

    public Map<UUID, List<TriggerState>> all() {
        Map<UUID, List<TriggerState>> byPolicy = new TreeMap<>();
        database.reader()
                .sql("SELECT * FROM policy_state ORDER BY policy_id, trigger_key, subject")
                .query(Row.to(row -> Map.entry(row.uuid("policy_id"), read(row))))
                .list()
                .forEach(
                        entry ->
                                byPolicy.computeIfAbsent(
                                                entry.getKey(), id -> new java.util.ArrayList<>())
                                        .add(entry.getValue()));
        return byPolicy;
    }

    /** The pending windows that are over at this moment, the earliest first. */
    public List<Due> due(Instant now) {
        return database.reader()
                .sql(
                        "SELECT policy_id, subject, due_at FROM policy_state"
                                + " WHERE due_at <= ? ORDER BY due_at, policy_id")
                .param(now.toEpochMilli())
                .query(
                        Row.to(
                                row ->
                                        new Due(
                                                row.uuid("policy_id"),
                                                row.text("subject"),
                                                row.instant("due_at"))))
                .list();
    }

    public record Due(UUID policyId, String subject, Instant at) {}

    /** Puts these states in the place of all that the policy has. */
    public void replace(UUID policyId, List<TriggerState> states) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    tx.sql("DELETE FROM policy_state WHERE policy_id = ?")
                            .param(policyId.toString())
                            .update();
                    for (TriggerState state : states) {
                        columns(policyId, state).insert(tx, "policy_state");
                    }
                    return null;
                });
    }

    /** Writes these states and leaves the others of the policy as they are. */
    public void put(UUID policyId, List<TriggerState> states) {
        database.write(
                Lane.JOURNAL,
                tx -> {
                    for (TriggerState state : states) {
                        columns(policyId, state)
                                .put(tx, "policy_state", "policy_id", "trigger_key", "subject");
                    }
                    return null;
                });
    }

    private static Columns columns(UUID policyId, TriggerState state) {
        return new Columns()
                .set("policy_id", policyId)
                .set("trigger_key", state.index())
                .set("subject", state.subject())
                .set("state", state.state())
                .set("since", state.since())
                .set("due_at", state.dueAt());
    }

    private static TriggerState read(Row row) throws java.sql.SQLException {
        return new TriggerState(
                row.integer("trigger_key"),
                row.text("subject"),
                row.word("state", Trigger.State.class),
                row.instant("since"),
                row.instant("due_at"));
    }
}
