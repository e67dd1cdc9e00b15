-- What a policy was before it became invalid, how many targets it was armed for, and what was found out about it last.
ALTER TABLE policies ADD COLUMN status_before TEXT CHECK (status_before IN ('enabled', 'disabled'));
ALTER TABLE policies ADD COLUMN armed_targets INTEGER CHECK (armed_targets >= 0);
ALTER TABLE policies ADD COLUMN validated_at INTEGER;
ALTER TABLE policies ADD COLUMN last_dry_run TEXT CHECK (json_valid(last_dry_run));
ALTER TABLE policies ADD COLUMN last_preflight TEXT CHECK (json_valid(last_preflight));
ALTER TABLE policy_versions ADD COLUMN ir TEXT CHECK (json_valid(ir));          -- null with errors
