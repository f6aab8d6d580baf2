-- The revision that the database had when a file was kept or healed, so that an incremental backup knows those after another.

ALTER TABLE originals ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
UPDATE originals SET revision = (SELECT revision FROM state);
