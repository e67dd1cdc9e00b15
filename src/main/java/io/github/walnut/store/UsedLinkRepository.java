package io.github.walnut.store;

import java.time.Instant;

/**
 * Links of messages that were used, so that each has one effect; rows go when their time is over.
 */
public final class UsedLinkRepository {

    private final Database database;

    public UsedLinkRepository(Database database) {
        this.database = database;
    }

    /** Whether the link was used, as far as is stored. */
    public boolean used(String print) {
        return database.reader()
                .sql("SELECT 1 FROM used_links WHERE print = ?")
                .param(print)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * Marks the link as used.
     *
     * @param print of the link, in lower-case hexadecimal digits
     * @param until when it does nothing any more by itself
     * @return false when it was used before
     */
    public boolean use(String print, Instant until, Instant now) {
        return database.writePromptly(
                Lane.JOURNAL,
                tx -> {
                    tx.sql("DELETE FROM used_links WHERE until_at < ?")
                            .param(now.toEpochMilli())
                            .update();
                    return new Columns()
                                    .set("print", print)
                                    .set("until_at", until)
                                    .insertIfNew(tx, "used_links")
                            == 1;
                });
    }

    /** Nothing came of it: the link may be used after all. */
    public void release(String print) {
        database.write(
                Lane.JOURNAL,
                tx -> tx.sql("DELETE FROM used_links WHERE print = ?").param(print).update());
    }
}
