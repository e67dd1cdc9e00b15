-- Messages for people, one row a channel and message, written with the event that led to it.
CREATE TABLE notification_outbox (
    id           TEXT    PRIMARY KEY NOT NULL,           -- UUID, the same at each attempt, told to the peer
    channel      TEXT    NOT NULL,                       -- id of the host; a row may outlive it
    event_id     TEXT,
    execution_id TEXT,
    name         TEXT    NOT NULL,                       -- of the event, of news of a run, or digest
    topic        TEXT    NOT NULL,                       -- what messages about one matter share
    severity     TEXT    NOT NULL CHECK (severity IN ('info', 'warn', 'error')),
    state        TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'expired', 'merged', 'dropped')),
    title        TEXT    NOT NULL,
    text         TEXT    NOT NULL,
    details      TEXT    NOT NULL CHECK (json_valid(details)),
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_at      INTEGER,
    created_at   INTEGER NOT NULL,
    sent_at      INTEGER,
    error        TEXT
) STRICT;
CREATE INDEX notification_outbox_by_channel_state_next_at ON notification_outbox (channel, state, next_at);
