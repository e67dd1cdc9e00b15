-- Links of messages that were used: each has one effect, also after a restart.
CREATE TABLE used_links (
    print    TEXT    PRIMARY KEY,                     -- SHA-256 of what the link says; never the link itself
    until_at INTEGER NOT NULL                         -- when it would do nothing any more by itself
) STRICT;
CREATE INDEX used_links_by_until_at ON used_links (until_at);
