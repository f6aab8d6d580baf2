-- What the operator had said that names of records mean, as `body=content`, so that they are read again by it.

ALTER TABLE rejects ADD COLUMN mappings TEXT NOT NULL DEFAULT '[]';
