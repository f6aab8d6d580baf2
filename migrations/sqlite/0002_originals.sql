-- Files of bulletins as they were taken in, each once, under the BLAKE3 of its content. In pieces of a
-- mebibyte, so that a file is written and served without being held in memory.

CREATE TABLE originals (
    hash  TEXT    NOT NULL PRIMARY KEY,
    bytes INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE original_pieces (
    hash    TEXT    NOT NULL REFERENCES originals (hash),
    number  INTEGER NOT NULL,
    content BLOB    NOT NULL,
    PRIMARY KEY (hash, number)
);
