-- What becomes of a complaint after its receipt. One row a complaint: where it stands now.
CREATE TABLE cases (
    complaint    TEXT PRIMARY KEY REFERENCES complaints (id) ON DELETE CASCADE,
    -- 128 random bits, hex: who has it may follow the case.
    token        TEXT NOT NULL UNIQUE,
    state        TEXT NOT NULL CHECK (state IN ('open', 'waiting-for-shopper', 'approved', 'closed', 'withdrawn')),
    -- Who has it; empty: the queue, or the shop.
    owner        TEXT NOT NULL DEFAULT '',
    -- Whether the shop has said nothing since the shopper last did.
    unanswered   INTEGER NOT NULL CHECK (unanswered IN (0, 1)),
    -- The day promised for an answer that has not come, where the shop is; null if none was promised.
    answer_by    TEXT,
    -- The event that is an offer without an answer.
    offer        INTEGER,
    -- What the complaint is about, to find the case that a feedback belongs to.
    kind         TEXT NOT NULL DEFAULT 'complaint',
    order_number TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX cases_by_state ON cases (state, unanswered);
CREATE INDEX cases_by_order ON cases (order_number);

-- What was said and done. Only ever added to.
CREATE TABLE events (
    complaint TEXT NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
    -- Place in the history, from 1.
    seq       INTEGER NOT NULL,
    at        TEXT NOT NULL,
    "by"      TEXT NOT NULL CHECK ("by" IN ('shopper', 'shop', 'desk')),
    -- Who of the shop, as they call themselves; empty for others.
    agent     TEXT NOT NULL DEFAULT '',
    kind      TEXT NOT NULL,
    text      TEXT NOT NULL DEFAULT '',
    data      TEXT NOT NULL DEFAULT '{}',
    -- The form it was sent with: a second press of the button is the same event.
    form      TEXT,
    PRIMARY KEY (complaint, seq)
) STRICT;
CREATE UNIQUE INDEX events_by_form ON events (complaint, form) WHERE form IS NOT NULL;

CREATE TRIGGER events_stay_as_they_are BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'what was said and done is never changed');
END;
-- Gone only together with its complaint.
CREATE TRIGGER events_stay BEFORE DELETE ON events WHEN EXISTS (SELECT 1 FROM complaints WHERE id = OLD.complaint)
BEGIN
    SELECT RAISE(ABORT, 'what was said and done is never taken back');
END;

-- The event that a file came with; 0: with the complaint itself.
ALTER TABLE attachments ADD COLUMN event INTEGER NOT NULL DEFAULT 0;

-- What is wrong with what, for finding the same fault in many cases.
CREATE TABLE reasons (
    complaint TEXT NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
    -- Article number, or the title where there is none.
    product   TEXT NOT NULL,
    title     TEXT NOT NULL,
    -- `<step>.<option>`.
    reason    TEXT NOT NULL,
    -- The option in the shop's language.
    label     TEXT NOT NULL,
    PRIMARY KEY (complaint, product, reason)
) STRICT, WITHOUT ROWID;
CREATE INDEX reasons_by_product ON reasons (product, reason);

-- Complaints of before: nobody noted whether they were answered by mail, so none of them is called late.
INSERT INTO cases (complaint, token, state, unanswered, kind, order_number)
SELECT id, lower(hex(randomblob(16))), CASE status WHEN 'approved' THEN 'approved' ELSE 'open' END, 1,
    coalesce(body ->> '$.kind', 'complaint'), coalesce(body ->> '$.order.number', '')
FROM complaints;
INSERT INTO events (complaint, seq, at, "by", kind) SELECT id, 1, received_at, 'shopper', 'received' FROM complaints;
INSERT INTO events (complaint, seq, at, "by", kind, data)
SELECT id, 2, received_at, 'desk', 'approved', '{"instant":true}' FROM complaints WHERE status = 'approved';
