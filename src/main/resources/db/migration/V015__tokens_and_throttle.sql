-- Tokens of programs, and what is remembered of wrong logins over a restart.

CREATE TABLE api_tokens (
    id           TEXT    PRIMARY KEY NOT NULL,
    user_id      TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name         TEXT    NOT NULL,
    prefix       TEXT    NOT NULL,                                     -- shown, so that people can tell them apart
    sha256       TEXT    NOT NULL UNIQUE,                              -- of the word, which is kept nowhere
    scopes       TEXT    NOT NULL CHECK (json_valid(scopes)),
    allow_ips    TEXT    NOT NULL CHECK (json_valid(allow_ips)),       -- empty list: from everywhere
    expires_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    last_used_ip TEXT,
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX api_tokens_by_user_id ON api_tokens (user_id);

CREATE TABLE login_throttle (
    key      TEXT    PRIMARY KEY NOT NULL,                             -- account, address or server
    failures INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL
) STRICT;
CREATE INDEX login_throttle_by_until_at ON login_throttle (until_at);
