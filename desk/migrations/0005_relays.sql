-- A third way out: to a help desk, a shop or a chat. SQLite cannot change a CHECK, so the table is made anew; the order of its rows stays.
CREATE TABLE outbox_with_relays (
    -- Also the mail's Message-ID and the callback's webhook-id: whoever gets a message twice can tell.
    id           TEXT PRIMARY KEY,
    complaint    TEXT NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL,
    channel      TEXT NOT NULL CHECK (channel IN ('mail', 'callback', 'relay')),
    recipient    TEXT NOT NULL,
    -- The recipient as counted against the limit for addresses that nobody vouches for; null where one does.
    limited_as   TEXT,
    -- JSON; what it has is the kind's business. Emptied when the message is done with.
    payload      TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    -- While it is being sent: nobody else takes it before this moment.
    leased_until INTEGER,
    attempts     INTEGER NOT NULL DEFAULT 0,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'suppressed')),
    sent_at      INTEGER,
    -- Why the last attempt failed: our words and a code, never an address.
    last_error   TEXT
) STRICT;
INSERT INTO outbox_with_relays SELECT * FROM outbox ORDER BY rowid;
DROP TABLE outbox;
ALTER TABLE outbox_with_relays RENAME TO outbox;
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'waiting';
CREATE INDEX outbox_by_complaint ON outbox (complaint);
CREATE INDEX outbox_limits ON outbox (limited_as, created_at) WHERE limited_as IS NOT NULL;
