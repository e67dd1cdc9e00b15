-- What is watched and what was seen: servers, UPSs, samples, outages, events.

CREATE TABLE nut_servers (
    id               TEXT    PRIMARY KEY NOT NULL,                  -- slug
    host             TEXT    NOT NULL,
    port             INTEGER NOT NULL CHECK (port BETWEEN 1 AND 65535),
    username         TEXT,
    secret_ref       TEXT,                                          -- name in secrets
    tls              TEXT    NOT NULL CHECK (tls IN ('off', 'auto', 'required')),
    tls_trust        TEXT,
    tls_pin          TEXT,
    poll_interval_ms INTEGER NOT NULL CHECK (poll_interval_ms > 0),
    fast_interval_ms INTEGER NOT NULL CHECK (fast_interval_ms > 0),
    heartbeat_ms     INTEGER NOT NULL CHECK (heartbeat_ms > 0),
    enabled          INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    version          INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL
) STRICT;

CREATE TABLE ups (
    id            TEXT    PRIMARY KEY NOT NULL,                     -- upsname@server
    server_id     TEXT    NOT NULL REFERENCES nut_servers (id) ON DELETE RESTRICT,
    name          TEXT    NOT NULL,
    display_name  TEXT,
    description   TEXT,
    manufacturer  TEXT,
    model         TEXT,
    serial        TEXT,
    settings      TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
    version       INTEGER NOT NULL,
    first_seen_at INTEGER NOT NULL,
    last_seen_at  INTEGER
) STRICT;
CREATE INDEX ups_by_server_id ON ups (server_id);

-- The latest facts of each UPS, from which a restart goes on. No reference to ups: facts of a UPS
-- that was only just discovered must not be refused.
CREATE TABLE ups_facts (
    ups_id                TEXT    PRIMARY KEY NOT NULL,
    states                TEXT    NOT NULL CHECK (json_valid(states)), -- state -> since, epoch, …
    reachable             INTEGER NOT NULL CHECK (reachable IN (0, 1)),
    cause                 TEXT,
    power_source          TEXT    NOT NULL
        CHECK (power_source IN ('mains', 'battery', 'bypass', 'off', 'unknown')),
    outage_id             TEXT,
    episode               INTEGER NOT NULL,
    on_battery_seconds    REAL    NOT NULL,
    on_battery_seconds_1h REAL    NOT NULL,
    flaps_10m             INTEGER NOT NULL,
    absent                INTEGER NOT NULL CHECK (absent IN (0, 1)),
    sample                TEXT    CHECK (json_valid(sample)),
    memory                TEXT    CHECK (json_valid(memory)),         -- debounces and tests under way
    last_good_at          INTEGER,
    updated_at            INTEGER NOT NULL
) STRICT;

CREATE TABLE ups_samples (
    ups_id           TEXT    NOT NULL,
    at               INTEGER NOT NULL,
    seq              INTEGER NOT NULL,
    poll             TEXT    NOT NULL CHECK (poll IN ('full', 'fast')),
    battery_percent  REAL,
    runtime_seconds  REAL,
    load_percent     REAL,
    input_voltage    REAL,
    output_voltage   REAL,
    input_frequency  REAL,
    output_frequency REAL,
    battery_voltage  REAL,
    power_watts      REAL,
    power_va         REAL,
    temperature_c    REAL,
    status           TEXT    NOT NULL,
    suspect          TEXT    CHECK (json_valid(suspect)),              -- null when nothing is
    pinned           INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)), -- near an outage
    PRIMARY KEY (ups_id, at)
) STRICT, WITHOUT ROWID;
-- The sweep looks for old rows that are not pinned; the pinned ones go a year later.
CREATE INDEX ups_samples_by_at ON ups_samples (at) WHERE pinned = 0;
CREATE INDEX ups_samples_by_at_pinned ON ups_samples (at) WHERE pinned = 1;

CREATE TABLE ups_variables (
    ups_id    TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    complete  INTEGER NOT NULL CHECK (complete IN (0, 1)),
    variables TEXT    NOT NULL CHECK (json_valid(variables)),          -- null = went away
    PRIMARY KEY (ups_id, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE ups_rollups (
    ups_id             TEXT    NOT NULL,
    bucket_seconds     INTEGER NOT NULL CHECK (bucket_seconds IN (300, 3600)),
    at                 INTEGER NOT NULL,                               -- begin of the bucket
    count              INTEGER NOT NULL CHECK (count > 0),
    on_battery_seconds REAL    NOT NULL,
    flags              TEXT    NOT NULL CHECK (json_valid(flags)),
    fields             TEXT    NOT NULL CHECK (json_valid(fields)),    -- count, min, max, mean, last
    PRIMARY KEY (ups_id, bucket_seconds, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX ups_rollups_by_bucket_seconds_at ON ups_rollups (bucket_seconds, at);

CREATE TABLE outages (
    id                  TEXT    PRIMARY KEY NOT NULL,
    site_id             TEXT    NOT NULL,
    ups_id              TEXT    NOT NULL,
    started_at          INTEGER NOT NULL,
    ended_at            INTEGER,
    episodes            INTEGER NOT NULL CHECK (episodes > 0),
    min_battery_percent REAL,
    min_runtime_seconds REAL,
    max_load_percent    REAL,
    energy_wh           REAL
) STRICT;
CREATE INDEX outages_by_ups_id_started_at ON outages (ups_id, started_at);
CREATE INDEX outages_by_site_id ON outages (site_id);

CREATE TABLE events (
    seq             INTEGER PRIMARY KEY AUTOINCREMENT,                 -- order of writing
    id              TEXT    NOT NULL UNIQUE,
    ts              INTEGER NOT NULL,
    type            TEXT    NOT NULL
        CHECK (type IN ('ups', 'metric', 'timer', 'webhook', 'system')),
    kind            TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    severity        TEXT    NOT NULL CHECK (severity IN ('info', 'warn', 'error')),
    subject_kind    TEXT    NOT NULL,
    subject_id      TEXT    NOT NULL,
    attrs           TEXT    NOT NULL CHECK (json_valid(attrs)),
    message         TEXT,
    correlation_id  TEXT,
    outage_id       TEXT,
    synthetic       INTEGER NOT NULL CHECK (synthetic IN (0, 1)),
    edge_key        TEXT    UNIQUE,                                    -- the same edge is stored once
    acknowledged_at INTEGER,
    acknowledged_by TEXT
) STRICT;
CREATE INDEX events_by_ts ON events (ts);
CREATE INDEX events_by_name_ts ON events (name, ts);
CREATE INDEX events_by_severity_ts ON events (severity, ts);
CREATE INDEX events_by_subject_id_ts ON events (subject_id, ts);
CREATE INDEX events_by_correlation_id ON events (correlation_id);
CREATE INDEX events_by_outage_id ON events (outage_id);
