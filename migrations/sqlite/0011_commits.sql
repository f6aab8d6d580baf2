-- What tells one history of this database from another: with each commit that moves the revision stands a token that nobody
-- else has, and the index repeats it. A database restored from a backup goes on with other tokens than the one that was lost.

CREATE TABLE commits (
    revision INTEGER PRIMARY KEY,
    token    BLOB    NOT NULL
);
INSERT INTO commits (revision, token) SELECT revision, randomblob(16) FROM state WHERE revision > 0;
