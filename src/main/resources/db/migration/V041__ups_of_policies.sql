-- Which UPSs the bare names in a document mean: resolved when it is saved, so that a server that is added later changes
-- nothing. NULL stands for a document that was saved before names were resolved.
ALTER TABLE policies ADD COLUMN ups_names TEXT CHECK (ups_names IS NULL OR json_valid(ups_names));
ALTER TABLE policy_versions ADD COLUMN ups_names TEXT CHECK (ups_names IS NULL OR json_valid(ups_names));
