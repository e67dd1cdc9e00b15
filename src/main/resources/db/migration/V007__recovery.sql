-- What walNUT has stopped and owes a start. A row goes with the run that stopped the target, and
-- a run stays for as long as something of it is owed.
CREATE TABLE obligations (
    id           TEXT    PRIMARY KEY NOT NULL,
    step_id      TEXT    NOT NULL,                                     -- the stop
    execution_id TEXT    NOT NULL REFERENCES policy_executions (id) ON DELETE CASCADE,
    policy_id    TEXT,                                                 -- may outlive the policy
    outage_id    TEXT,
    host_id      TEXT    NOT NULL,
    target_id    TEXT    NOT NULL,
    target       TEXT    NOT NULL CHECK (json_valid(target)),          -- as it was stopped
    action_id    TEXT    NOT NULL,
    capability   TEXT    NOT NULL,
    verb         TEXT    NOT NULL,                                     -- of the start
    params       TEXT    NOT NULL CHECK (json_valid(params)),
    state_before TEXT    NOT NULL,
    stage        INTEGER NOT NULL,                                     -- of the stop
    position     INTEGER NOT NULL,
    status       TEXT    NOT NULL
        CHECK (status IN ('open', 'restoring', 'restored', 'restored_elsewhere', 'failed',
                          'dismissed', 'void')),
    recovery_run TEXT,
    attempts     INTEGER NOT NULL,
    reason       TEXT,
    opened_at    INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX obligations_by_status ON obligations (status);
CREATE INDEX obligations_by_host_id_target_id ON obligations (host_id, target_id);
CREATE INDEX obligations_by_execution_id ON obligations (execution_id);
