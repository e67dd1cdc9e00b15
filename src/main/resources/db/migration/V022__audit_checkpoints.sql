-- Rows of the audit log leave it as a whole prefix; a signed row says where the rest begins.

CREATE TABLE audit_checkpoints (
    seq       INTEGER PRIMARY KEY NOT NULL,                            -- the newest row that went
    at        INTEGER NOT NULL,
    rows      INTEGER NOT NULL CHECK (rows > 0),                       -- that went with it
    hash      TEXT    NOT NULL,                                        -- of the newest row that went
    signature TEXT    NOT NULL                                         -- covers the one before
) STRICT;

CREATE TRIGGER audit_checkpoints_are_never_changed BEFORE UPDATE ON audit_checkpoints
BEGIN
    SELECT RAISE(ABORT, 'rows of audit_checkpoints are never changed');
END;

CREATE TRIGGER audit_checkpoints_are_never_deleted BEFORE DELETE ON audit_checkpoints
BEGIN
    SELECT RAISE(ABORT, 'rows of audit_checkpoints are never deleted');
END;

DROP TRIGGER audit_log_is_never_deleted;

CREATE TRIGGER audit_log_is_never_deleted BEFORE DELETE ON audit_log
WHEN OLD.seq > (SELECT coalesce(max(seq), 0) FROM audit_checkpoints)
BEGIN
    SELECT RAISE(ABORT, 'rows of audit_log above the newest checkpoint are never deleted');
END;
