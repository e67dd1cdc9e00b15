-- People of identity providers with their accounts; nothing of the provider's tokens is kept.
CREATE TABLE oauth_accounts (
    issuer        TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    user_id       TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email         TEXT,
    linked_at     INTEGER NOT NULL,
    last_login_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;
CREATE INDEX oauth_accounts_by_user_id ON oauth_accounts (user_id);
