-- What was told to open sockets, for clients that come back after a restart.
CREATE TABLE live_messages (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    topic TEXT NOT NULL CHECK (topic IN ('events', 'runs')),
    type TEXT NOT NULL,
    subject TEXT,
    severity TEXT,
    message TEXT NOT NULL CHECK (json_valid(message))
) STRICT;
