-- What power and people do to runs.

-- Holds, postponements, the return of power: what a restart has to know of a run's course.
ALTER TABLE policy_executions ADD COLUMN course TEXT CHECK (json_valid(course));
