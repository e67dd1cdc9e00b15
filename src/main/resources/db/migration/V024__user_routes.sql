-- Routes that operators wrote, as they wrote them; what Camel is given is made from the text at each start.
CREATE TABLE user_routes (
    id         TEXT    PRIMARY KEY NOT NULL CHECK (id GLOB 'user-?*'),  -- of the first route in the document
    source     TEXT    NOT NULL,
    media      TEXT    NOT NULL CHECK (media IN ('application/yaml', 'application/xml')),
    enabled    INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    version    INTEGER NOT NULL CHECK (version >= 1),
    updated_at INTEGER NOT NULL,
    updated_by TEXT    NOT NULL
) STRICT;
CREATE TABLE user_route_versions (
    route_id TEXT    NOT NULL REFERENCES user_routes (id) ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    source   TEXT    NOT NULL,
    media    TEXT    NOT NULL,
    saved_at INTEGER NOT NULL,
    saved_by TEXT    NOT NULL,
    PRIMARY KEY (route_id, version)
) STRICT;
