-- Accounts, sessions, sealed secrets, settings and the record of who did what.

CREATE TABLE users (
    id            TEXT    PRIMARY KEY NOT NULL,
    email         TEXT    NOT NULL UNIQUE CHECK (email = lower(email)),
    display_name  TEXT,
    password_hash TEXT,
    role          TEXT    NOT NULL CHECK (role IN ('admin', 'operator', 'viewer')),
    active        INTEGER NOT NULL CHECK (active IN (0, 1)),
    weak_password INTEGER NOT NULL CHECK (weak_password IN (0, 1)),
    must_change   INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    version       INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    last_login_at INTEGER
) STRICT;

CREATE TABLE sessions (
    id              TEXT    PRIMARY KEY NOT NULL,
    user_id         TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind            TEXT    NOT NULL,
    family_id       TEXT    NOT NULL,
    refresh_sha256  TEXT,
    previous_sha256 TEXT,
    auth_time       INTEGER NOT NULL,
    amr             TEXT    NOT NULL,
    ip              TEXT,
    user_agent      TEXT,
    created_at      INTEGER NOT NULL,
    last_used_at    INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    revoked_at      INTEGER
) STRICT;
CREATE INDEX sessions_by_user_id ON sessions (user_id);
CREATE INDEX sessions_by_refresh_sha256 ON sessions (refresh_sha256);

CREATE TABLE secrets (
    name        TEXT    PRIMARY KEY NOT NULL,
    sealed      BLOB    NOT NULL,
    key_version INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE app_settings (
    name       TEXT    PRIMARY KEY NOT NULL,                           -- group
    value      TEXT    NOT NULL CHECK (json_valid(value)),
    version    INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by TEXT    NOT NULL
) STRICT;

-- Each row's hash covers the hash of the row before it.
CREATE TABLE audit_log (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    at             INTEGER NOT NULL,
    actor          TEXT    NOT NULL,
    actor_kind     TEXT    NOT NULL,
    ip             TEXT,
    action         TEXT    NOT NULL,
    object         TEXT,
    outcome        TEXT    NOT NULL,
    reason         TEXT,
    diff           TEXT    CHECK (json_valid(diff)),
    request_id     TEXT,
    correlation_id TEXT,
    prev_hash      TEXT    NOT NULL,
    hash           TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_log_by_at ON audit_log (at);
CREATE INDEX audit_log_by_actor_at ON audit_log (actor, at);
CREATE INDEX audit_log_by_object_at ON audit_log (object, at);

CREATE TRIGGER audit_log_is_never_changed BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'rows of audit_log are never changed');
END;

CREATE TRIGGER audit_log_is_never_deleted BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'rows of audit_log are never deleted');
END;
