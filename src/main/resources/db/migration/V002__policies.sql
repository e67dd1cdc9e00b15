-- Policies as their authors wrote them, and the journal of what they led to. Whatever is derived
-- from a document is rebuilt at start.

CREATE TABLE locks (
    name        TEXT    PRIMARY KEY NOT NULL,
    holder      TEXT    NOT NULL,
    epoch       INTEGER NOT NULL,                                      -- rises with each holder
    acquired_at INTEGER NOT NULL
) STRICT;

CREATE TABLE policies (
    id             TEXT    PRIMARY KEY NOT NULL,
    name           TEXT    NOT NULL,
    armed          INTEGER NOT NULL CHECK (armed IN (0, 1)),
    armed_hash     TEXT,
    status         TEXT    NOT NULL CHECK (status IN ('enabled', 'disabled', 'invalid')),
    priority       INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 1000), -- lower runs first
    document       TEXT    NOT NULL,                                   -- JSON or YAML
    media_type     TEXT    NOT NULL CHECK (media_type IN ('application/json', 'application/yaml')),
    sha256         TEXT    NOT NULL UNIQUE,                            -- a twin answers 409
    behaviour_hash TEXT    NOT NULL,
    findings       TEXT    NOT NULL CHECK (json_valid(findings)),
    version_int    INTEGER NOT NULL CHECK (version_int > 0),
    created_at     INTEGER NOT NULL,
    created_by     TEXT    NOT NULL,
    updated_at     INTEGER NOT NULL,
    updated_by     TEXT    NOT NULL
) STRICT;
CREATE INDEX policies_by_status_priority_id ON policies (status, priority, id);

CREATE TABLE policy_versions (
    policy_id   TEXT    NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
    version_int INTEGER NOT NULL,
    document    TEXT    NOT NULL,
    media_type  TEXT    NOT NULL CHECK (media_type IN ('application/json', 'application/yaml')),
    sha256      TEXT    NOT NULL,
    saved_at    INTEGER NOT NULL,
    saved_by    TEXT    NOT NULL,
    note        TEXT,
    PRIMARY KEY (policy_id, version_int)
) STRICT, WITHOUT ROWID;

-- Windows under way, so that a restart continues them.
CREATE TABLE policy_state (
    policy_id   TEXT    NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
    trigger_key INTEGER NOT NULL,                                      -- index of the trigger
    subject     TEXT    NOT NULL,
    details     TEXT    NOT NULL CHECK (json_valid(details)),          -- state, window, epochs
    PRIMARY KEY (policy_id, trigger_key, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_decisions (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    policy_id TEXT    NOT NULL,                                        -- may outlive the policy
    at        INTEGER NOT NULL,
    subject   TEXT,
    event_id  TEXT,
    decision  TEXT    NOT NULL
        CHECK (decision IN ('matched', 'not_met', 'pending', 'condition_false', 'condition_unknown',
                            'suppressed_window', 'already_running', 'stopped')),
    details   TEXT    NOT NULL CHECK (json_valid(details))
) STRICT;
CREATE INDEX policy_decisions_by_policy_id_at ON policy_decisions (policy_id, at);
CREATE INDEX policy_decisions_by_at ON policy_decisions (at);

-- One row is one run. Runs outlive their policy, hence no reference.
CREATE TABLE policy_executions (
    id                TEXT    PRIMARY KEY NOT NULL,
    kind              TEXT    NOT NULL CHECK (kind IN ('event', 'manual', 'recovery', 'retry')),
    mode              TEXT    NOT NULL CHECK (mode IN ('live', 'dry_run', 'simulated', 'test')),
    policy_id         TEXT,
    policy_name       TEXT    NOT NULL,
    priority          INTEGER NOT NULL,
    version_int       INTEGER NOT NULL,
    behaviour_hash    TEXT,
    snapshot          TEXT,                                            -- document of its start
    plan_hash         TEXT,
    state             TEXT    NOT NULL
        CHECK (state IN ('accepted', 'suppressed', 'running', 'held', 'committed', 'finishing',
                         'done', 'cancelled')),
    phase             TEXT,
    result            TEXT,
    severity          TEXT    NOT NULL CHECK (severity IN ('info', 'warn', 'error')),
    reason            TEXT,
    summary           TEXT,
    event_id          TEXT,
    event             TEXT    CHECK (json_valid(event)),
    correlation_id    TEXT,
    outage_id         TEXT,
    episode           INTEGER NOT NULL,
    ups_id            TEXT,
    parent_run        TEXT,
    trigger_states    TEXT    NOT NULL CHECK (json_valid(trigger_states)),
    conditions        TEXT    NOT NULL CHECK (json_valid(conditions)),
    epoch             INTEGER NOT NULL,
    run_seq           INTEGER NOT NULL,
    actor             TEXT    NOT NULL,
    created_at        INTEGER NOT NULL,
    first_dispatch_at INTEGER,
    committed_at      INTEGER,
    ended_at          INTEGER
) STRICT;
CREATE INDEX policy_executions_by_policy_id_created_at ON policy_executions (policy_id, created_at);
CREATE INDEX policy_executions_by_state ON policy_executions (state);
CREATE INDEX policy_executions_by_outage_id ON policy_executions (outage_id);
CREATE INDEX policy_executions_by_created_at ON policy_executions (created_at);

-- One row is one step: one action on one target.
CREATE TABLE policy_actions (
    id           TEXT    PRIMARY KEY NOT NULL,
    execution_id TEXT    NOT NULL REFERENCES policy_executions (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL CHECK (position >= 0),
    action_id    TEXT    NOT NULL,
    stage        INTEGER NOT NULL,
    after        TEXT    NOT NULL CHECK (json_valid(after)),
    host_id      TEXT    NOT NULL,
    target_id    TEXT    NOT NULL,
    target_name  TEXT,
    capability   TEXT    NOT NULL,
    verb         TEXT    NOT NULL,
    params       TEXT    NOT NULL CHECK (json_valid(params)),
    plan         TEXT    NOT NULL CHECK (json_valid(plan)),            -- target, delay, budget, escalation
    state        TEXT    NOT NULL
        CHECK (state IN ('planned', 'intent', 'sent', 'accepted', 'unknown', 'confirmed', 'failed',
                         'timed_out', 'skipped')),
    reason       TEXT,
    attempt      INTEGER NOT NULL,
    attempts     TEXT    NOT NULL CHECK (json_valid(attempts)),
    key          TEXT,                                                 -- equal orders share it
    state_before TEXT,
    state_after  TEXT,
    evidence     TEXT    NOT NULL CHECK (json_valid(evidence)),
    result       TEXT    NOT NULL CHECK (json_valid(result)),          -- checks and preview
    deadline_at  INTEGER,
    intent_at    INTEGER,
    sent_at      INTEGER,
    accepted_at  INTEGER,
    ended_at     INTEGER,
    UNIQUE (execution_id, position)
) STRICT;
CREATE INDEX policy_actions_by_state ON policy_actions (state);
CREATE INDEX policy_actions_by_host_id_state ON policy_actions (host_id, state);
CREATE INDEX policy_actions_by_key_sent_at ON policy_actions (key, sent_at);
