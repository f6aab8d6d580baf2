-- Whether documents are in force (有效性): what each document says of its own term and of others, and what follows for each.
-- All of it can be made again from articles.

-- The standing as src/model/validity.rs writes it; NULL where nothing tells.
ALTER TABLE articles ADD COLUMN standing TEXT;
-- The day, in days since 1970-01-01, from which it must be decided anew; 0 where something was said of it meanwhile.
ALTER TABLE articles ADD COLUMN standing_due INTEGER;
CREATE INDEX articles_by_standing_due ON articles (standing_due) WHERE standing_due IS NOT NULL;

CREATE TABLE statements (
    key      INTEGER PRIMARY KEY REFERENCES articles (key),
    -- As src/search/validity/statement.rs writes it.
    document TEXT    NOT NULL
);

-- The names that a document bears (role 0), and those that it speaks of (role 1).
CREATE TABLE statement_names (
    name INTEGER NOT NULL,
    role INTEGER NOT NULL,
    key  INTEGER NOT NULL,
    PRIMARY KEY (name, role, key)
) WITHOUT ROWID;
CREATE INDEX statement_names_by_key ON statement_names (key);

-- One row: the revision up to which statements are read, and the method of reading.
CREATE TABLE statements_state (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    revision INTEGER NOT NULL,
    method   INTEGER NOT NULL
);
INSERT INTO statements_state (only, revision, method) VALUES (1, 0, 0);
