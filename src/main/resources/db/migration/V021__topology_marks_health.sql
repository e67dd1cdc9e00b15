-- What people say of hosts and targets, how they hang together, and how hosts fared.

ALTER TABLE hosts ADD COLUMN feeds TEXT CHECK (json_valid(feeds));      -- sources, need; NULL: undeclared
ALTER TABLE targets ADD COLUMN marks TEXT CHECK (json_valid(marks));    -- labels, self, guarded, notes of people

CREATE TABLE topology_nodes (
    id   TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL
        CHECK (kind IN ('ups', 'pdu', 'outlet', 'host', 'target', 'switch', 'other')),
    ref  TEXT,                                                          -- of what walNUT knows itself
    name TEXT NOT NULL
) STRICT;

CREATE TABLE topology_links (
    from_id TEXT NOT NULL REFERENCES topology_nodes (id) ON DELETE CASCADE,
    to_id   TEXT NOT NULL REFERENCES topology_nodes (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL
        CHECK (kind IN ('power', 'network', 'runs_on')),
    PRIMARY KEY (from_id, to_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE integration_health (
    instance_id TEXT    NOT NULL REFERENCES integration_instances (id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,
    state       TEXT    NOT NULL,                                       -- that the host came to
    ok          INTEGER NOT NULL CHECK (ok IN (0, 1)),
    latency_ms  INTEGER,
    error_class TEXT,
    message     TEXT,
    PRIMARY KEY (instance_id, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX integration_health_by_at ON integration_health (at);

CREATE TABLE integration_health_rollups (
    instance_id TEXT    NOT NULL REFERENCES integration_instances (id) ON DELETE CASCADE,
    at          INTEGER NOT NULL,                                       -- begin of the hour
    count       INTEGER NOT NULL,
    ok          INTEGER NOT NULL,                                       -- how many of them
    p50_ms      INTEGER,
    p95_ms      INTEGER,
    PRIMARY KEY (instance_id, at)
) STRICT, WITHOUT ROWID;
