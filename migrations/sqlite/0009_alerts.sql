-- Alerts: searches that somebody is told about by mail when something new is found, and the mails that wait to be sent.

CREATE TABLE alerts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    address   TEXT    NOT NULL,
    -- The query of the address of the search, as links of the site write it.
    search    TEXT    NOT NULL,
    -- The language of its mails, as BCP 47 writes it.
    language  TEXT    NOT NULL,
    -- daily or weekly.
    period    TEXT    NOT NULL,
    -- When it was asked for; in milliseconds since 1970-01-01, as all times here.
    asked     INTEGER NOT NULL,
    -- When it was confirmed from the mail; NULL until then.
    confirmed INTEGER,
    -- Bulletins with keys up to this are no news to it.
    told_key  INTEGER NOT NULL DEFAULT 0,
    -- When it is to be looked at next; NULL until it is confirmed.
    due       INTEGER,
    -- Mails in a row that could not be delivered.
    failures  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (address, search)
);
CREATE INDEX alerts_by_due ON alerts (due) WHERE due IS NOT NULL;

CREATE TABLE mails (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    alert    INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    -- The whole message (RFC 5322).
    content  BLOB    NOT NULL,
    created  INTEGER NOT NULL,
    next_try INTEGER NOT NULL,
    tries    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX mails_by_next_try ON mails (next_try);
CREATE INDEX mails_by_alert ON mails (alert);

-- One row: what links in mails are signed with.
CREATE TABLE alert_secret (
    only   INTEGER PRIMARY KEY CHECK (only = 1),
    secret BLOB    NOT NULL
);
INSERT INTO alert_secret (only, secret) VALUES (1, randomblob(32));
