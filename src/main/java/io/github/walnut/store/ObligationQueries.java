package io.github.walnut.store;

import io.github.walnut.run.Obligation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is owed and was owed, for people who look; the journal writes it. */
public final class ObligationQueries {

    private final Database database;

    public ObligationQueries(Database database) {
        this.database = database;
    }

    /**
     * Newest first.
     *
     * @param hostId null for every host
     * @param open only those that are not closed
     */
    public List<Obligation> list(String hostId, boolean open, int limit) {
        return database.reader()
                .sql(
                        """
                        SELECT * FROM obligations
                        WHERE (:host IS NULL OR host_id = :host)
                          AND (:open = 0 OR status IN ('open', 'restoring', 'failed'))
                        ORDER BY opened_at DESC, position DESC, id DESC LIMIT :limit
                        """)
                .param("host", hostId)
                .param("open", open ? 1 : 0)
                .param("limit", limit)
                .query(Row.to(ObligationRows::read))
                .list();
    }

    public Optional<Obligation> find(UUID id) {
        return database.reader()
                .sql("SELECT * FROM obligations WHERE id = ?")
                .param(id.toString())
                .query(Row.to(ObligationRows::read))
                .optional();
    }
}
