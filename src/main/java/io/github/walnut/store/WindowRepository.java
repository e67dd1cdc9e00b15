package io.github.walnut.store;

import io.github.walnut.policy.TriggerMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far each trigger of each policy is, so that a restart continues its windows. */
public final class WindowRepository {

    private static final int FEW = 100;

    private final Database database;

    public WindowRepository(Database database) {
        this.database = database;
    }

    /** All of them, in one query; many are read on all processors. */
    public List<TriggerMemory> all() {
        List<String> rows =
                database.reader()
                        .sql(
                                "SELECT details FROM policy_state"
                                        + " ORDER BY policy_id, trigger_key, subject")
                        .query(Row.to(row -> row.text("details")))
                        .list();
        boolean many = rows.size() > FEW;
        List<TriggerMemory> stored =
                (many ? rows.parallelStream() : rows.stream())
                        .map(details -> Json.read(details, TriggerMemory.class))
                        .toList();
        List<TriggerMemory> kept = database.kept().triggers();
        return kept.isEmpty() ? stored : over(stored, kept);
    }

    private static List<TriggerMemory> over(List<TriggerMemory> stored, List<TriggerMemory> kept) {
        Map<Object, TriggerMemory> all = new LinkedHashMap<>();
        Stream.concat(stored.stream(), kept.stream())
                .forEach(m -> all.put(List.of(m.policyId(), m.index(), m.upsId()), m));
        return List.copyOf(all.values());
    }

    /** Keeps them until the store takes them; false when it is not in trouble or has no room. */
    boolean keep(List<TriggerMemory> memories) {
        return database.kept().keep(List.of(), memories);
    }

    /**
     * Writes these in one transaction and leaves the others as they are; those of a policy that is
     * gone are left out.
     */
    public void put(List<TriggerMemory> memories) {
        if (memories.isEmpty()) {
            return;
        }
        database.writePromptly(
                Lane.JOURNAL,
                tx -> {
                    Set<UUID> known = known(tx, memories);
                    List<Columns> rows =
                            memories.stream()
                                    .filter(memory -> known.contains(memory.policyId()))
                                    .map(WindowRepository::columns)
                                    .toList();
                    Columns.putAll(
                            database, rows, "policy_state", "policy_id", "trigger_key", "subject");
                    return null;
                });
    }

    private static Columns columns(TriggerMemory memory) {
        return new Columns()
                .set("policy_id", memory.policyId())
                .set("trigger_key", memory.index())
                .set("subject", memory.upsId())
                .json("details", memory);
    }

    private static Set<UUID> known(JdbcClient tx, List<TriggerMemory> memories) {
        Set<String> ids =
                memories.stream()
                        .map(memory -> memory.policyId().toString())
                        .collect(Collectors.toSet());
        return Set.copyOf(
                tx.sql("SELECT id FROM policies WHERE id IN (SELECT value FROM json_each(?))")
                        .param(Json.write(ids))
                        .query(Row.to(row -> row.uuid("id")))
                        .list());
    }
}
