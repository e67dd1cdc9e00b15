-- In which states targets were when an outage began, for stops before which nobody could look.
CREATE TABLE outage_states (
    outage_id TEXT    NOT NULL,
    host_id   TEXT    NOT NULL,
    target_id TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    source    TEXT    NOT NULL CHECK (source IN ('inventory', 'state', 'precondition')),
    read_at   INTEGER NOT NULL,
    PRIMARY KEY (outage_id, host_id, target_id)
) STRICT;
CREATE INDEX outage_states_by_read_at ON outage_states (read_at);
