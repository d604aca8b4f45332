-- Changes asked of a supplier after a purchase order left: fewer pieces, none at
-- all, or another address. Each is a message of its own with its own answer. The
-- lines of the purchase order stay as they were ordered; what the supplier agreed
-- to is taken from what is allocated to it.

-- Where each order of a purchase order was told to go. The contact is the row
-- the order had then: an address that changes in the shop is another row.
CREATE TABLE sent_address (
  purchase_id INTEGER NOT NULL REFERENCES purchase_order (id),
  order_id    INTEGER NOT NULL REFERENCES sales_order (id),
  contact_id  INTEGER NOT NULL REFERENCES contact (id),
  PRIMARY KEY (purchase_id, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_address_contact ON sent_address (contact_id);
CREATE INDEX sent_address_order ON sent_address (order_id);

CREATE TABLE amendment (
  id          INTEGER PRIMARY KEY,
  purchase_id INTEGER NOT NULL REFERENCES purchase_order (id),
  number      TEXT NOT NULL UNIQUE CHECK (number <> ''),
  kind        TEXT NOT NULL CHECK (kind IN ('cancel', 'quantity', 'address')),
  origin      TEXT NOT NULL CHECK (origin IN ('person', 'shop')), -- who wanted it
  state       TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'queued', 'sent', 'unknown', 'acknowledged', 'refused', 'failed', 'withdrawn')),
  reason      TEXT NOT NULL,
  order_id    INTEGER REFERENCES sales_order (id),  -- whose address, NULL for pieces
  was_id      INTEGER REFERENCES contact (id),      -- the address before
  contact_id  INTEGER REFERENCES contact (id),      -- the address asked for
  created_at  TEXT NOT NULL,
  approved_at TEXT NOT NULL DEFAULT '',
  sent_at     TEXT NOT NULL DEFAULT '',
  settled_at  TEXT NOT NULL DEFAULT '',             -- answered, failed or withdrawn
  answered_on TEXT NOT NULL DEFAULT '',
  reference   TEXT NOT NULL DEFAULT '',             -- the supplier's own number
  answer      TEXT NOT NULL DEFAULT '',             -- why it was refused or did not arrive
  version     INTEGER NOT NULL DEFAULT 1,
  CHECK ((kind = 'address') = (contact_id IS NOT NULL) AND (kind = 'address') = (order_id IS NOT NULL))
) STRICT;
CREATE INDEX amendment_purchase ON amendment (purchase_id);
CREATE INDEX amendment_open ON amendment (id) WHERE state IN ('draft', 'approved', 'queued', 'sent', 'unknown');
CREATE INDEX amendment_contact ON amendment (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX amendment_was ON amendment (was_id) WHERE was_id IS NOT NULL;

-- The pieces of a line of the purchase order before, as asked, and as agreed.
CREATE TABLE amendment_line (
  amendment_id     INTEGER NOT NULL REFERENCES amendment (id),
  purchase_line_id INTEGER NOT NULL REFERENCES purchase_line (id),
  before           INTEGER NOT NULL CHECK (before > 0),
  quantity         INTEGER NOT NULL CHECK (quantity >= 0 AND quantity < before),
  agreed           INTEGER CHECK (agreed BETWEEN quantity AND before), -- NULL until the supplier agreed
  PRIMARY KEY (amendment_id, purchase_line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX amendment_line_line ON amendment_line (purchase_line_id);

CREATE TRIGGER amendment_starts_as_draft BEFORE INSERT ON amendment
WHEN NEW.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'an amendment begins as a draft'); END;
CREATE TRIGGER amendment_fixed BEFORE UPDATE ON amendment
WHEN NEW.purchase_id <> OLD.purchase_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.origin <> OLD.origin
  OR NEW.created_at <> OLD.created_at OR NEW.reason <> OLD.reason
  OR COALESCE(NEW.order_id, 0) <> COALESCE(OLD.order_id, 0) OR COALESCE(NEW.contact_id, 0) <> COALESCE(OLD.contact_id, 0)
BEGIN SELECT RAISE(ABORT, 'an amendment is never changed: withdraw it and make another'); END;
CREATE TRIGGER amendment_kept BEFORE DELETE ON amendment
BEGIN SELECT RAISE(ABORT, 'an amendment is never deleted: withdraw it'); END;
-- What may have reached the supplier is never sent again: nothing leads back
-- from sent or unknown, and what failed is asked anew by another amendment.
CREATE TRIGGER amendment_steps BEFORE UPDATE ON amendment
WHEN NEW.state <> OLD.state AND NOT (
     (OLD.state = 'draft' AND NEW.state IN ('approved', 'withdrawn'))
  OR (OLD.state = 'approved' AND NEW.state IN ('draft', 'queued', 'withdrawn'))
  OR (OLD.state = 'queued' AND NEW.state IN ('sent', 'unknown', 'failed'))
  OR (OLD.state = 'unknown' AND NEW.state IN ('sent', 'failed'))
  OR (OLD.state = 'sent' AND NEW.state IN ('acknowledged', 'refused')))
BEGIN SELECT RAISE(ABORT, 'an amendment does not take this step'); END;
CREATE TRIGGER amendment_line_fixed BEFORE UPDATE ON amendment_line
WHEN NEW.before <> OLD.before OR NEW.quantity <> OLD.quantity OR OLD.agreed IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an amendment is never changed: withdraw it and make another'); END;
CREATE TRIGGER amendment_line_kept BEFORE DELETE ON amendment_line
BEGIN SELECT RAISE(ABORT, 'an amendment is never deleted: withdraw it'); END;
-- One question at a time: two that cross could both be agreed to.
CREATE TRIGGER amendment_line_once BEFORE INSERT ON amendment_line
WHEN EXISTS (SELECT 1 FROM amendment_line x JOIN amendment m ON m.id = x.amendment_id
             WHERE x.purchase_line_id = NEW.purchase_line_id AND m.state IN ('draft', 'approved', 'queued', 'sent', 'unknown'))
BEGIN SELECT RAISE(ABORT, 'these pieces wait for the answer to another amendment'); END;

-- What a supplier still has to send: the lines of purchase orders with the
-- quantity that was agreed last.
CREATE VIEW purchase_due AS
SELECT l.id, l.purchase_id, l.allocation_id, l.line_id, l.order_id, l.position, l.sku, l.supplier_sku, l.name,
  a.quantity, l.quantity AS ordered, l.unit_cost, l.shipping_cost, l.service
FROM purchase_line l JOIN allocation a ON a.id = l.allocation_id
WHERE a.cancelled_at = '';

-- What is allocated to a supplier that has the order changes only by what the
-- supplier agreed to.
DROP TRIGGER allocation_is_kept;
CREATE TRIGGER allocation_is_kept BEFORE UPDATE ON allocation
WHEN NEW.line_id <> OLD.line_id OR OLD.cancelled_at <> ''
  OR NEW.supplier_id <> OLD.supplier_id OR NEW.unit_cost <> OLD.unit_cost
  OR (NEW.quantity <> OLD.quantity AND NOT (NEW.quantity < OLD.quantity AND EXISTS (
       SELECT 1 FROM amendment_line x JOIN amendment m ON m.id = x.amendment_id JOIN purchase_line l ON l.id = x.purchase_line_id
       WHERE l.allocation_id = OLD.id AND m.state = 'acknowledged' AND x.agreed = NEW.quantity)))
  OR (NEW.cancelled_at <> '' AND EXISTS (
       SELECT 1 FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id
       WHERE l.allocation_id = OLD.id AND p.state IN ('sent', 'unknown', 'acknowledged', 'part_shipped', 'shipped', 'closed'))
     AND NOT EXISTS (
       SELECT 1 FROM amendment_line x JOIN amendment m ON m.id = x.amendment_id JOIN purchase_line l ON l.id = x.purchase_line_id
       WHERE l.allocation_id = OLD.id AND m.state = 'acknowledged' AND x.agreed = 0))
BEGIN SELECT RAISE(ABORT, 'an allocation is not changed, and not cancelled once it was forwarded'); END;

-- The act of forwarding, of a purchase order or of an amendment to one: one row
-- for each, written before anything leaves. The unique keys keep both from
-- leaving twice, and the outbox is one list.
CREATE TABLE forwarding_next (
  id           INTEGER PRIMARY KEY,
  purchase_id  INTEGER NOT NULL REFERENCES purchase_order (id),
  amendment_id INTEGER UNIQUE REFERENCES amendment (id), -- NULL: the purchase order itself
  channel      TEXT NOT NULL,
  message_id   TEXT NOT NULL UNIQUE,
  folder       TEXT NOT NULL,
  files        TEXT NOT NULL,                       -- JSON [{"name","sha256"}]
  state        TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'unknown')),
  started_at   TEXT NOT NULL,
  finished_at  TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO forwarding_next (id, purchase_id, channel, message_id, folder, files, state, started_at, finished_at)
SELECT id, purchase_id, channel, message_id, folder, files, state, started_at, finished_at FROM forwarding;
DROP TABLE forwarding;
ALTER TABLE forwarding_next RENAME TO forwarding;
CREATE UNIQUE INDEX forwarding_purchase ON forwarding (purchase_id) WHERE amendment_id IS NULL;

-- Every line quantity leaves at most once, whatever program writes the book,
-- less what a supplier agreed not to send.
CREATE TRIGGER forwarding_once BEFORE INSERT ON forwarding
WHEN NEW.amendment_id IS NULL AND EXISTS (
  SELECT 1 FROM purchase_line mine
  JOIN order_line l ON l.id = mine.line_id
  WHERE mine.purchase_id = NEW.purchase_id
    AND l.quantity < (SELECT SUM(CASE WHEN o.purchase_id = NEW.purchase_id THEN o.quantity WHEN a.cancelled_at <> '' THEN 0 ELSE a.quantity END)
                      FROM purchase_line o
                      JOIN allocation a ON a.id = o.allocation_id
                      JOIN purchase_order p ON p.id = o.purchase_id
                      LEFT JOIN forwarding f ON f.purchase_id = o.purchase_id AND f.amendment_id IS NULL
                      WHERE o.line_id = mine.line_id
                        AND (o.purchase_id = NEW.purchase_id OR (f.id IS NOT NULL AND p.state NOT IN ('refused', 'cancelled')))))
BEGIN SELECT RAISE(ABORT, 'a line quantity is forwarded once only'); END;
CREATE TRIGGER forwarding_of_its_purchase BEFORE INSERT ON forwarding
WHEN NEW.amendment_id IS NOT NULL AND (SELECT purchase_id FROM amendment WHERE id = NEW.amendment_id) <> NEW.purchase_id
BEGIN SELECT RAISE(ABORT, 'an amendment goes to the supplier of its purchase order'); END;
-- Where the orders go is what the documents that leave say.
CREATE TRIGGER forwarding_keeps_address AFTER INSERT ON forwarding
WHEN NEW.amendment_id IS NULL
BEGIN
  INSERT INTO sent_address (purchase_id, order_id, contact_id)
  SELECT DISTINCT l.purchase_id, l.order_id, o.ship_to_id FROM purchase_line l JOIN sales_order o ON o.id = l.order_id
  WHERE l.purchase_id = NEW.purchase_id AND o.ship_to_id IS NOT NULL;
END;
INSERT INTO sent_address (purchase_id, order_id, contact_id)
SELECT DISTINCT l.purchase_id, l.order_id, o.ship_to_id FROM forwarding f JOIN purchase_line l ON l.purchase_id = f.purchase_id
JOIN sales_order o ON o.id = l.order_id WHERE o.ship_to_id IS NOT NULL;
