-- Times in which people work on hosts, or in which policies only rehearse.
CREATE TABLE maintenance_windows (
    id         TEXT    PRIMARY KEY NOT NULL,
    starts_at  INTEGER NOT NULL,
    until_at   INTEGER NOT NULL CHECK (until_at > starts_at),
    reason     TEXT    NOT NULL,
    scope      TEXT    NOT NULL CHECK (json_valid(scope)),             -- all, hosts, policies
    created_by TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX maintenance_windows_by_until_at ON maintenance_windows (until_at);
