-- A document that is written as YAML, as JSON beside it: a start reads many of them ten times as fast. Null: the document is JSON, or was saved before.
ALTER TABLE policies ADD COLUMN document_json TEXT;
