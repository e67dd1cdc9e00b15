package io.github.walnut.api;

import java.time.Instant;

/** The record of who did what, for reading. */
public interface AuditReads {

    /**
     * @param from inclusive, or null
     * @param to exclusive, or null
     */
    record Filter(Instant from, Instant to, String actor, String action, String object) {}

    /**
     * @param hash of this row and, through it, of all before
     */
    record Row(long seq, Instant at, AuditTrail.Entry entry, String hash) {}

    /**
     * @param rows that are sound, up to the first bad one
     * @param firstBadSeq the first row that was changed, removed, moved or cut off, or null
     * @param checkpointAt when older rows went last, or null
     */
    record Verification(boolean ok, long rows, Long firstBadSeq, Instant checkpointAt) {}

    /** Newest first; a cursor that does not fit is a {@link ProblemCode#INVALID_CURSOR}. */
    Page<Row> page(Filter filter, String cursor, int limit);

    /** How many there are on all pages. */
    long count(Filter filter);

    /** Reads every row, against the newest head that was seen to be right before. */
    Verification verify();
}
