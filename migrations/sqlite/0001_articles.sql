-- Bulletins, their versions, and the revision that numbers every change.
-- Times are milliseconds since 1970-01-01 UTC; documents are JSON as src/model/article.rs writes it.

CREATE TABLE articles (
    key              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT    NOT NULL UNIQUE,
    content_hash     TEXT    NOT NULL,
    version          INTEGER NOT NULL,
    created_revision INTEGER NOT NULL,
    revision         INTEGER NOT NULL UNIQUE,
    first_seen       INTEGER NOT NULL,
    version_seen     INTEGER NOT NULL,
    last_seen        INTEGER NOT NULL,
    withdrawn_at     INTEGER,
    document         TEXT    NOT NULL
);

-- Versions that a newer one has replaced; the newest stands in articles.
CREATE TABLE earlier_versions (
    key      INTEGER NOT NULL REFERENCES articles (key),
    number   INTEGER NOT NULL,
    seen_at  INTEGER NOT NULL,
    document TEXT    NOT NULL,
    PRIMARY KEY (key, number)
) WITHOUT ROWID;

-- One row: the revision of the newest change.
CREATE TABLE state (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    revision INTEGER NOT NULL
);
INSERT INTO state (only, revision) VALUES (1, 0);
