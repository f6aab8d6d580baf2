-- The hash of what an earlier version says, so that damage to it is noticed; NULL where it was replaced before this was kept.

ALTER TABLE earlier_versions ADD COLUMN content_hash TEXT;
