-- Why the token was refused (`token.expired`, …); null where there was none, or where it held.
ALTER TABLE complaints ADD COLUMN token_code TEXT;
-- The claims of a token that held, as JSON: what the offers were computed from. Kept, for keys change.
ALTER TABLE complaints ADD COLUMN claims TEXT;
-- JSON Pointers into the complaint where it says something else than the claims.
ALTER TABLE complaints ADD COLUMN context_differs TEXT NOT NULL DEFAULT '[]';
-- What the receipt said.
ALTER TABLE complaints ADD COLUMN status TEXT NOT NULL DEFAULT 'received' CHECK (status IN ('received', 'approved', 'needs-info'));
-- What is to be asked for: ids of steps or words, a JSON list.
ALTER TABLE complaints ADD COLUMN asks TEXT NOT NULL DEFAULT '[]';
-- The order's number where a token vouched for it. One token may come with many complaints; only the first about an order is approved at once.
ALTER TABLE complaints ADD COLUMN signed_order TEXT;
CREATE INDEX complaints_signed_order ON complaints (signed_order) WHERE signed_order IS NOT NULL;

-- Where a case goes. A complaint can be in several queues, or in none.
CREATE TABLE queues (
    complaint TEXT NOT NULL REFERENCES complaints (id) ON DELETE CASCADE,
    queue     TEXT NOT NULL,
    -- A word of the policy for the inbox; empty if it has none.
    flag      TEXT NOT NULL,
    PRIMARY KEY (complaint, queue, flag)
) STRICT;
CREATE INDEX queues_by_queue ON queues (queue, complaint);
