-- Long work that somebody asked for, with what it told on the way.
CREATE TABLE jobs (
    id          TEXT    PRIMARY KEY NOT NULL,
    kind        TEXT    NOT NULL
        CHECK (kind IN ('upload', 'discovery', 'backup', 'restore', 'selftest', 'simulation')),
    status      TEXT    NOT NULL
        CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    progress    REAL    NOT NULL CHECK (progress BETWEEN 0 AND 1),
    actor       TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    finished_at INTEGER,
    result      TEXT    CHECK (json_valid(result)),
    error       TEXT
) STRICT;
CREATE INDEX jobs_by_kind_created_at ON jobs (kind, created_at);

CREATE TABLE job_logs (
    job_id  TEXT    NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    line    INTEGER NOT NULL,                                          -- from 1
    at      INTEGER NOT NULL,
    phase   TEXT    NOT NULL,
    level   TEXT    NOT NULL CHECK (level IN ('info', 'warn', 'error')),
    message TEXT    NOT NULL,
    percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
    PRIMARY KEY (job_id, line)
) STRICT, WITHOUT ROWID;
