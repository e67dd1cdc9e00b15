-- People choose their language, and take their account up by an invitation instead of a password that somebody else knows.

ALTER TABLE users ADD COLUMN locale TEXT;

CREATE TABLE user_invites (
    user_id    TEXT    PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    sha256     TEXT    NOT NULL UNIQUE,                                -- of the token, which is kept nowhere
    expires_at INTEGER NOT NULL
) STRICT;
