-- What tells reprints (转载): of each article the print of its text, and the cluster of those that say the same.
-- All of it can be made again from articles.

CREATE TABLE prints (
    key       INTEGER PRIMARY KEY REFERENCES articles (key),
    -- The hash of the folded text, its length in characters, and a MinHash signature.
    exact     INTEGER NOT NULL,
    length    INTEGER NOT NULL,
    signature BLOB    NOT NULL,
    -- 发布日期, its first day in days since 1970-01-01, by which the first of a cluster is told.
    day       INTEGER,
    -- The bands under which it stands in print_bands, as JSON.
    bands     TEXT    NOT NULL,
    -- The lowest key among those that say the same; NULL where there is but one.
    cluster   INTEGER,
    -- The change at which cluster was set last; 0 where it never was.
    serial    INTEGER NOT NULL
);
CREATE INDEX prints_by_cluster ON prints (cluster) WHERE cluster IS NOT NULL;
CREATE INDEX prints_by_serial ON prints (serial) WHERE serial > 0;

-- Locality-sensitive hashing: texts that share a band may be alike.
CREATE TABLE print_bands (
    band INTEGER NOT NULL,
    key  INTEGER NOT NULL,
    PRIMARY KEY (band, key)
) WITHOUT ROWID;

-- One row: the revision up to which there are prints, the last change of clusters, and the method of them.
CREATE TABLE prints_state (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    revision INTEGER NOT NULL,
    serial   INTEGER NOT NULL,
    method   INTEGER NOT NULL
);
INSERT INTO prints_state (only, revision, serial, method) VALUES (1, 0, 0, 0);
