-- Samples of a quarter of an hour become one row of bytes, and only the newest are rows of their
-- own: a row for each sample took several times as much, most of it for what had not changed. What
-- is there stays, as blocks of JSON, which are read like the others and go with their time.

CREATE TABLE ups_sample_blocks (
    seq     INTEGER PRIMARY KEY,
    ups_id  TEXT    NOT NULL,
    at      INTEGER NOT NULL,                                         -- begin, a multiple of 15 min
    pinned  INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),      -- near an outage
    samples BLOB    NOT NULL,                                         -- frames, or JSON
    UNIQUE (ups_id, at)
) STRICT;
-- The sweep looks for old blocks that are not pinned; the pinned ones go a year later.
CREATE INDEX ups_sample_blocks_by_pinned_at ON ups_sample_blocks (pinned, at);

INSERT INTO ups_sample_blocks (ups_id, at, pinned, samples)
SELECT span.ups_id, span.at,
       (SELECT max(pinned) FROM ups_samples s
        WHERE s.ups_id = span.ups_id AND s.at >= span.at AND s.at < span.at + 900000),
       (SELECT CAST(json_group_array(json_array(
                   s.at, s.seq, s.poll, s.status, json(coalesce(s.suspect, '[]')),
                   json(lower(quote(s.battery_percent))), json(lower(quote(s.runtime_seconds))),
                   json(lower(quote(s.load_percent))), json(lower(quote(s.input_voltage))),
                   json(lower(quote(s.output_voltage))), json(lower(quote(s.input_frequency))),
                   json(lower(quote(s.output_frequency))), json(lower(quote(s.battery_voltage))),
                   json(lower(quote(s.power_watts))), json(lower(quote(s.power_va))),
                   json(lower(quote(s.temperature_c))))) AS BLOB)
        FROM ups_samples s
        WHERE s.ups_id = span.ups_id AND s.at >= span.at AND s.at < span.at + 900000)
FROM (SELECT DISTINCT ups_id, at / 900000 * 900000 AS at FROM ups_samples) span;

CREATE TABLE ups_variable_blocks (
    seq       INTEGER PRIMARY KEY REFERENCES ups_sample_blocks (seq) ON DELETE CASCADE,
    variables BLOB    NOT NULL                                        -- frames, or JSON
) STRICT;

INSERT INTO ups_variable_blocks (seq, variables)
SELECT b.seq,
       (SELECT CAST(json_group_array(json_array(v.at, v.complete, json(v.variables))) AS BLOB)
        FROM ups_variables v
        WHERE v.ups_id = b.ups_id AND v.at >= b.at AND v.at < b.at + 900000)
FROM ups_sample_blocks b;

DROP TABLE ups_variables;
DROP TABLE ups_samples;
ALTER TABLE ups_variable_blocks RENAME TO ups_variables;

-- No index but the key: rows that are written together lie together, in groups of which those of
-- one UPS are found at once.
CREATE TABLE ups_samples (
    chunk     INTEGER NOT NULL,                                       -- seq / 1024
    ups_id    TEXT    NOT NULL,
    seq       INTEGER NOT NULL,                                       -- order of writing
    at        INTEGER NOT NULL,
    sample    BLOB    NOT NULL,                                       -- a frame
    variables BLOB,                                                   -- null when none changed
    PRIMARY KEY (chunk, ups_id, seq)
) STRICT, WITHOUT ROWID;
