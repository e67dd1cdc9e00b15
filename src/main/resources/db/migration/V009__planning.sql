-- What plans were made on, and how often in a row a target was missing from full readings.

ALTER TABLE policy_executions ADD COLUMN inventory TEXT NOT NULL DEFAULT '[]'
    CHECK (json_valid(inventory));                                     -- readings by host

ALTER TABLE targets ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;      -- gone after two
