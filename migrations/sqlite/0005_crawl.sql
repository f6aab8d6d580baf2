-- The frontier: every address a crawl knows, and the rounds in which it visits them. An address belongs to a
-- source; what two sources share they visit apart.

CREATE TABLE crawl_rounds (
    source   TEXT    NOT NULL PRIMARY KEY,
    number   INTEGER NOT NULL,
    begun_at INTEGER NOT NULL,
    -- NULL while the round goes on, or was broken off and is to be resumed.
    ended_at INTEGER,
    -- Requests of this round so far, which count against its budget.
    requests INTEGER NOT NULL,
    -- Addresses of the source, so that its bound is held without counting them.
    known    INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE crawl_addresses (
    number        INTEGER PRIMARY KEY,
    source        TEXT    NOT NULL,
    url           TEXT    NOT NULL,
    host          TEXT    NOT NULL,
    -- 0 a page, 1 a list (sitemap or feed), 2 a file that a bulletin offers, which is fetched with its page.
    kind          INTEGER NOT NULL,
    -- The order of visiting: 0 where the crawl starts and lists, 1 not yet visited, 2 columns, 3 bulletins,
    -- 4 what seems to be gone.
    rank          INTEGER NOT NULL,
    depth         INTEGER NOT NULL,
    -- Redirects, and pages turned by 下一页, that led here one after the other.
    redirects     INTEGER NOT NULL,
    turns         INTEGER NOT NULL,
    -- 0 waiting, 1 visited, 2 failed, 3 refused.
    state         INTEGER NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    due_at        INTEGER NOT NULL DEFAULT 0,
    -- What the last answer was, and what makes the next request conditional.
    fetched_at    INTEGER,
    status        INTEGER,
    etag          TEXT,
    last_modified TEXT,
    content_hash  TEXT,
    -- Answers in a row that said the page is gone.
    gone          INTEGER NOT NULL DEFAULT 0,
    -- The id of the bulletin that the page holds.
    article       TEXT,
    UNIQUE (source, url)
);

CREATE INDEX crawl_waiting ON crawl_addresses (source, state, host, rank, depth, fetched_at);
CREATE INDEX crawl_due ON crawl_addresses (source, state, host, due_at);
CREATE INDEX crawl_bulletins ON crawl_addresses (article) WHERE article IS NOT NULL;
