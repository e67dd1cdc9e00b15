package io.github.walnut.store;

import io.github.walnut.policy.TriggerMemory;
import java.util.List;

/** How far each trigger of each policy is, so that a restart continues its windows. */
public final class WindowRepository {

    private final Database database;

    public WindowRepository(Database database) {
        this.database = database;
    }

    public List<TriggerMemory> all() {
        return database.reader()
                .sql("SELECT details FROM policy_state ORDER BY policy_id, trigger_key, subject")
                .query(Row.to(row -> Json.read(row.text("details"), TriggerMemory.class)))
                .list();
    }

    /** Writes these in one transaction and leaves the others as they are. */
    public void put(List<TriggerMemory> memories) {
        if (memories.isEmpty()) {
            return;
        }
        database.write(
                Lane.JOURNAL,
                tx -> {
                    memories.forEach(
                            memory ->
                                    new Columns()
                                            .set("policy_id", memory.policyId())
                                            .set("trigger_key", memory.index())
                                            .set("subject", memory.upsId())
                                            .json("details", memory)
                                            .put(
                                                    tx,
                                                    "policy_state",
                                                    "policy_id",
                                                    "trigger_key",
                                                    "subject"));
                    return null;
                });
    }
}
