-- What went wrong with an order after it was given away, and what is claimed for
-- it from whoever caused it. So far a case is a fact about suppliers; what it
-- gives back to the customer is noted here and booked by the order's own refund.

CREATE TABLE sales_case (
  id          INTEGER PRIMARY KEY,
  order_id    INTEGER NOT NULL REFERENCES sales_order (id),
  kind        TEXT NOT NULL CHECK (kind IN ('late', 'lost', 'damaged', 'defective', 'wrong', 'incomplete', 'unwanted', 'address', 'customs', 'other')),
  opened_on   TEXT NOT NULL CHECK (opened_on <> ''),
  resolution  TEXT NOT NULL,                        -- in words, '' still open
  resolved_on TEXT NOT NULL CHECK ((resolution = '') = (resolved_on = '')),
  refund      INTEGER CHECK (refund >= 0),          -- noted, in the order's currency; NULL not known
  note        TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',             -- entered by mistake: it does not count
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (order_id, kind, opened_on),
  CHECK (resolved_on = '' OR resolved_on >= opened_on)
) STRICT;
CREATE INDEX sales_case_open ON sales_case (opened_on) WHERE resolution = '' AND archived_at = '';
CREATE TRIGGER sales_case_is_kept BEFORE DELETE ON sales_case
BEGIN SELECT RAISE(ABORT, 'a case is never deleted: put it away'); END;

-- The pieces a case is about; a case without any is about the whole order.
CREATE TABLE sales_case_line (
  case_id  INTEGER NOT NULL REFERENCES sales_case (id),
  line_id  INTEGER NOT NULL REFERENCES order_line (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (case_id, line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sales_case_line_line ON sales_case_line (line_id);

-- What is claimed for a case, at most once. NULL: not known yet.
CREATE TABLE claim (
  case_id     INTEGER PRIMARY KEY REFERENCES sales_case (id),
  party       TEXT NOT NULL CHECK (party IN ('supplier', 'carrier', 'insurer', 'marketplace', 'other')),
  amount      INTEGER NOT NULL CHECK (amount > 0),
  currency    TEXT NOT NULL CHECK (length(currency) = 3),
  claimed_on  TEXT NOT NULL CHECK (claimed_on <> ''),
  answered_on TEXT NOT NULL CHECK ((answered_on = '') = (accepted IS NULL) AND (answered_on = '' OR answered_on >= claimed_on)),
  accepted    INTEGER CHECK (accepted BETWEEN 0 AND amount), -- 0: refused
  credited    INTEGER CHECK (credited BETWEEN 0 AND amount),
  CHECK (credited IS NULL OR accepted IS NOT NULL)
) STRICT;
CREATE TRIGGER claim_is_kept BEFORE DELETE ON claim
BEGIN SELECT RAISE(ABORT, 'a claim is never deleted: put its case away'); END;
