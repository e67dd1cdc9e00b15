-- The first answer to each request that came with a key, so that the same request has one effect.
CREATE TABLE idempotency_keys (
    principal   TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    word        TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,                                          -- SHA-256 of query and body
    status      INTEGER CHECK (status BETWEEN 200 AND 499),               -- null while there is no answer
    headers     TEXT    CHECK (json_valid(headers)),
    answer      TEXT,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (principal, path, word)
) STRICT;
CREATE INDEX idempotency_keys_by_created_at ON idempotency_keys (created_at);
