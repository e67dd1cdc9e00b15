-- Durations are learned from the latest steps of a target.
CREATE INDEX policy_actions_by_target ON policy_actions (host_id, target_id, state, ended_at);
