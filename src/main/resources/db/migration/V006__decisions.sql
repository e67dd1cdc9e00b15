-- Decisions of an outage stay as long as the outage, and a match can be held back because a person
-- cancelled a run. The kinds are checked by the table, so it is made anew.

CREATE TABLE policy_decisions_new (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    policy_id TEXT    NOT NULL,                                        -- may outlive the policy
    at        INTEGER NOT NULL,
    subject   TEXT,                                                    -- null: about no UPS
    event_id  TEXT,
    outage_id TEXT,                                                    -- null outside an outage
    decision  TEXT    NOT NULL
        CHECK (decision IN ('matched', 'not_met', 'pending', 'condition_false', 'condition_unknown',
                            'suppressed_window', 'already_running', 'stopped', 'cancelled')),
    details   TEXT    NOT NULL CHECK (json_valid(details))
) STRICT;
INSERT INTO policy_decisions_new (seq, policy_id, at, subject, event_id, decision, details)
    SELECT seq, policy_id, at, subject, event_id, decision, details FROM policy_decisions;
DROP TABLE policy_decisions;
ALTER TABLE policy_decisions_new RENAME TO policy_decisions;
CREATE INDEX policy_decisions_by_policy_id_at ON policy_decisions (policy_id, at);
CREATE INDEX policy_decisions_by_at ON policy_decisions (at);
CREATE INDEX policy_decisions_by_event_id ON policy_decisions (event_id);
CREATE INDEX policy_decisions_by_outage_id ON policy_decisions (outage_id);

-- When a person last let a policy match again in an outage in which its run was cancelled.
CREATE TABLE policy_releases (
    policy_id   TEXT    PRIMARY KEY NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
    released_at INTEGER NOT NULL
) STRICT;
