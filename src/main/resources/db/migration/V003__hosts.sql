-- Hosts (instances of integration types) with their sealed secrets, and the targets found on them.

CREATE TABLE integration_instances (
    numeric_id   INTEGER PRIMARY KEY AUTOINCREMENT,                    -- never used again
    id           TEXT    NOT NULL UNIQUE,                              -- slug, the host's id
    type_id      TEXT    NOT NULL,
    name         TEXT    NOT NULL UNIQUE,
    enabled      INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    config       TEXT    NOT NULL CHECK (json_valid(config)),
    state        TEXT    NOT NULL
        CHECK (state IN ('unknown', 'connected', 'degraded', 'error', 'needs_review',
                         'type_unavailable')),
    state_reason TEXT,
    version      INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX integration_instances_by_type_id ON integration_instances (type_id);
CREATE INDEX integration_instances_by_state ON integration_instances (state);

CREATE TABLE integration_secrets (
    instance_id TEXT    NOT NULL REFERENCES integration_instances (id) ON DELETE CASCADE,
    field       TEXT    NOT NULL,
    sealed      BLOB    NOT NULL,
    key_version INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    PRIMARY KEY (instance_id, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE hosts (
    id     TEXT    PRIMARY KEY NOT NULL REFERENCES integration_instances (id) ON DELETE CASCADE,
    labels TEXT    NOT NULL CHECK (json_valid(labels)),
    self   INTEGER NOT NULL CHECK (self IN (0, 1))                     -- carries this program
) STRICT;

CREATE TABLE targets (
    host_id     TEXT    NOT NULL REFERENCES hosts (id) ON DELETE CASCADE,
    id          TEXT    NOT NULL,                                      -- type:external_id
    type        TEXT    NOT NULL,
    external_id TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    attrs       TEXT    NOT NULL CHECK (json_valid(attrs)),
    labels      TEXT    NOT NULL CHECK (json_valid(labels)),
    protected   INTEGER NOT NULL CHECK (protected IN (0, 1)),
    self        INTEGER NOT NULL CHECK (self IN (0, 1)),
    active      INTEGER NOT NULL CHECK (active IN (0, 1)),
    first_seen  INTEGER NOT NULL,
    last_seen   INTEGER NOT NULL,
    gone_since  INTEGER,
    PRIMARY KEY (host_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX targets_by_host_id_type_active ON targets (host_id, type, active);
CREATE INDEX targets_by_name ON targets (name);

CREATE TABLE inventory_cache (
    instance_id TEXT    NOT NULL REFERENCES integration_instances (id) ON DELETE CASCADE,
    target_type TEXT    NOT NULL,
    fetched_at  INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    complete    INTEGER NOT NULL CHECK (complete IN (0, 1)),
    error       TEXT,
    PRIMARY KEY (instance_id, target_type)
) STRICT, WITHOUT ROWID;
