-- The newest row of the audit log, signed: rows that were cut off at the end show against it.
CREATE TABLE audit_heads (
    id        TEXT    NOT NULL PRIMARY KEY CHECK (id = 'newest'),
    seq       INTEGER NOT NULL,                     -- of the newest row
    hash      TEXT    NOT NULL,                     -- of the newest row
    signature TEXT    NOT NULL                      -- of both, under the key of the audit log
) STRICT;
