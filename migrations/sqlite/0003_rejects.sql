-- What imports refused: where it stood, what was wrong, and the bytes, so that they can be read again when the
-- parser has learnt more. Times are milliseconds since 1970-01-01 UTC.

CREATE TABLE rejects (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The place and the content: the same refused again is the same row.
    place   TEXT    NOT NULL UNIQUE,
    at      INTEGER NOT NULL,
    path    TEXT    NOT NULL,
    line    INTEGER,
    format  TEXT,
    kind    TEXT    NOT NULL,
    source  TEXT,
    reason  TEXT    NOT NULL,
    -- Bytes of the whole, of which content may be the beginning alone.
    bytes   INTEGER NOT NULL,
    kept    INTEGER NOT NULL,
    content BLOB    NOT NULL
);
