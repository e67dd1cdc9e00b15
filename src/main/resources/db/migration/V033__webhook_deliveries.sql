-- What webhooks brought in the last day, so that a call that is repeated has one effect.
CREATE TABLE webhook_deliveries (
    hook        TEXT    NOT NULL,
    delivery_id TEXT    NOT NULL,                     -- the caller's; of a call without one, that of its event
    body_sha256 TEXT    NOT NULL,
    event_id    TEXT    NOT NULL,                     -- of the event that the first call became
    at          INTEGER NOT NULL,
    PRIMARY KEY (hook, delivery_id)
) STRICT;
CREATE INDEX webhook_deliveries_by_at ON webhook_deliveries (at);
