-- When which version was shown, so that the archive can be searched as it stood. A row for each time that is over;
-- since when the newest version is shown, where it is, stands in articles.

ALTER TABLE articles ADD COLUMN shown_from INTEGER NOT NULL DEFAULT 0;
UPDATE articles SET shown_from = version_seen;

CREATE TABLE showings (
    key         INTEGER NOT NULL REFERENCES articles (key),
    version     INTEGER NOT NULL,
    shown_from  INTEGER NOT NULL,
    -- When another version took its place or it was withdrawn; later than shown_from.
    shown_until INTEGER NOT NULL,
    -- The revision of that change; 0 where it was made before there was this table.
    revision    INTEGER NOT NULL,
    PRIMARY KEY (key, shown_from)
) WITHOUT ROWID;

-- Of the time before, versions tell all but withdrawals that were taken back.
INSERT OR IGNORE INTO showings (key, version, shown_from, shown_until, revision)
SELECT key, number, seen_at, next_at, 0
FROM (
    SELECT earlier.key, earlier.number, earlier.seen_at,
           COALESCE(next.seen_at, articles.version_seen) AS next_at
    FROM earlier_versions AS earlier
    JOIN articles ON articles.key = earlier.key
    LEFT JOIN earlier_versions AS next ON next.key = earlier.key AND next.number = earlier.number + 1
)
WHERE next_at > seen_at;

INSERT OR IGNORE INTO showings (key, version, shown_from, shown_until, revision)
SELECT key, version, version_seen, withdrawn_at, 0 FROM articles WHERE withdrawn_at > version_seen;
