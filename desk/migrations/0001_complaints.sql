-- Every config version a complaint was made with, under the SHA-256 of its bytes: offers are recomputed with that one.
CREATE TABLE configs (
    sha256        TEXT PRIMARY KEY,
    text          TEXT NOT NULL,
    first_seen_at TEXT NOT NULL
) STRICT;

CREATE TABLE complaints (
    -- Order of arrival: what the inbox pages by.
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    reference     TEXT NOT NULL UNIQUE,
    -- SHA-256 over the complaint's bytes and its files: tells a replay from an id used twice.
    digest        TEXT NOT NULL,
    received_at   TEXT NOT NULL,
    trust         TEXT NOT NULL CHECK (trust IN ('verified', 'unsigned', 'expired', 'forged')),
    -- The complaint's bytes as they came.
    body          TEXT NOT NULL,
    -- The answer's bytes as they went, so that a replay gets the very same.
    receipt       TEXT NOT NULL,
    -- The config used here, and whether it is the one the complaint names.
    config_sha256 TEXT NOT NULL REFERENCES configs (sha256),
    config_named  INTEGER NOT NULL CHECK (config_named IN (0, 1)),
    -- The offers as computed here.
    offers        TEXT NOT NULL,
    offers_differ INTEGER NOT NULL CHECK (offers_differ IN (0, 1))
) STRICT;

CREATE TABLE attachments (
    complaint  TEXT NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
    -- Place in the complaint's list, from 1; the object's key is complaints/<id>/<n>.
    n          INTEGER NOT NULL,
    type       TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    sha256     TEXT NOT NULL,
    PRIMARY KEY (complaint, n)
) STRICT;
