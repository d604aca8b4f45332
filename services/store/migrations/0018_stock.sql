-- What 3PLs charge for taking goods in and back, booked with each move, and what
-- they ask to reach the least they charge for a month; what suppliers answer to
-- the lines of a replenishment, and what of it came in broken.

UPDATE account SET name = 'Receiving, storage and monthly fees of 3PLs' WHERE id = 25;

-- The fee for taking in, one row for each move that is charged. What was worked
-- out anew takes the place of what stood, which is kept.
CREATE TABLE threepl_handling (
  id            INTEGER PRIMARY KEY,
  move_id       INTEGER NOT NULL REFERENCES stock_move (id),
  fee           TEXT NOT NULL CHECK (fee IN ('receiving', 'return')),
  amount        INTEGER NOT NULL CHECK (amount > 0),  -- in currency
  currency      TEXT NOT NULL,
  base_amount   INTEGER NOT NULL,                     -- in the book's currency
  source        TEXT NOT NULL,                        -- the row of the fee table it comes from
  entry_id      INTEGER NOT NULL REFERENCES journal_entry (id),
  recorded_at   TEXT NOT NULL,
  superseded_at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX threepl_handling_once ON threepl_handling (move_id) WHERE superseded_at = '';
CREATE TRIGGER threepl_handling_fixed BEFORE UPDATE ON threepl_handling
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.amount <> OLD.amount OR NEW.base_amount <> OLD.base_amount OR NEW.move_id <> OLD.move_id
  OR NEW.fee <> OLD.fee OR NEW.entry_id <> OLD.entry_id OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a charge of a 3PL is never changed: work it out anew'); END;
CREATE TRIGGER threepl_handling_kept BEFORE DELETE ON threepl_handling
BEGIN SELECT RAISE(ABORT, 'a charge of a 3PL is never deleted: work it out anew'); END;

-- The monthly charges may lift a month to the least that is charged for one.
CREATE TABLE threepl_month_next (
  id            INTEGER PRIMARY KEY,
  supplier_id   INTEGER NOT NULL REFERENCES supplier (id),
  month         TEXT NOT NULL,                        -- YYYY-MM
  fee           TEXT NOT NULL CHECK (fee IN ('storage', 'account', 'minimum')),
  product_id    INTEGER REFERENCES product (id),      -- of storage
  piece_days    INTEGER NOT NULL,                     -- of storage: pieces there at the end of each day, added up
  least         INTEGER NOT NULL DEFAULT 0,           -- of minimum: what the month costs at least, in currency
  charged       INTEGER NOT NULL DEFAULT 0,           -- of minimum: what was charged for the month without it, in currency
  amount        INTEGER NOT NULL,                     -- in currency
  currency      TEXT NOT NULL,
  base_amount   INTEGER NOT NULL,                     -- in the book's currency
  source        TEXT NOT NULL,                        -- the rows of the fee table it comes from
  entry_id      INTEGER NOT NULL REFERENCES journal_entry (id),
  recorded_at   TEXT NOT NULL,
  superseded_at TEXT NOT NULL DEFAULT '',
  CHECK ((fee = 'storage') = (product_id IS NOT NULL)),
  CHECK (CASE fee WHEN 'minimum' THEN amount > 0 AND amount = least - charged ELSE least = 0 AND charged = 0 END)
) STRICT;
INSERT INTO threepl_month_next (id, supplier_id, month, fee, product_id, piece_days, amount, currency, base_amount, source, entry_id, recorded_at, superseded_at)
SELECT id, supplier_id, month, fee, product_id, piece_days, amount, currency, base_amount, source, entry_id, recorded_at, superseded_at FROM threepl_month;
DROP TABLE threepl_month;
ALTER TABLE threepl_month_next RENAME TO threepl_month;
CREATE INDEX threepl_month_supplier ON threepl_month (supplier_id, month);
CREATE UNIQUE INDEX threepl_month_once ON threepl_month (supplier_id, month, fee, COALESCE(product_id, 0)) WHERE superseded_at = '';
CREATE TRIGGER threepl_month_fixed BEFORE UPDATE ON threepl_month
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.amount <> OLD.amount OR NEW.base_amount <> OLD.base_amount OR NEW.month <> OLD.month
  OR NEW.fee <> OLD.fee OR NEW.piece_days <> OLD.piece_days OR NEW.least <> OLD.least OR NEW.charged <> OLD.charged
  OR NEW.entry_id <> OLD.entry_id OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a monthly charge is never changed: work it out anew'); END;
CREATE TRIGGER threepl_month_kept BEFORE DELETE ON threepl_month
BEGIN SELECT RAISE(ABORT, 'a monthly charge is never deleted: work it out anew'); END;

-- What a supplier answered to one line of a replenishment. What is in neither
-- quantity nor backorder is refused and never comes.
CREATE TABLE acknowledgement_stock_line (
  acknowledgement_id INTEGER NOT NULL REFERENCES acknowledgement (id),
  stock_line_id      INTEGER NOT NULL REFERENCES stock_line (id),
  quantity           INTEGER NOT NULL CHECK (quantity >= 0),  -- that will come
  backorder          INTEGER NOT NULL CHECK (backorder >= 0), -- that will come later
  price              INTEGER NOT NULL CHECK (price >= 0),     -- a piece, in the purchase order's currency
  ship_date          TEXT NOT NULL,                           -- '' not said
  PRIMARY KEY (acknowledgement_id, stock_line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX acknowledgement_stock_line_line ON acknowledgement_stock_line (stock_line_id, acknowledgement_id);
CREATE TRIGGER acknowledgement_stock_line_fixed BEFORE UPDATE ON acknowledgement_stock_line
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never changed: record a newer one'); END;
CREATE TRIGGER acknowledgement_stock_line_kept BEFORE DELETE ON acknowledgement_stock_line
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never deleted: record a newer one'); END;

-- The lines of replenishments with the quantity that is to come by the newest
-- answer, all of it before any.
CREATE VIEW stock_due AS
SELECT k.id, k.purchase_id, k.product_id, k.position, k.sku, k.supplier_sku, k.name, k.quantity AS ordered, k.unit_cost,
  COALESCE((SELECT x.quantity + x.backorder FROM acknowledgement_stock_line x JOIN acknowledgement a ON a.id = x.acknowledgement_id
    WHERE x.stock_line_id = k.id AND a.undone_at = '' ORDER BY a.id DESC LIMIT 1), k.quantity) AS quantity
FROM stock_line k;

-- What goods cost is fixed once some of a purchase order came in.
CREATE TRIGGER stock_line_cost_fixed BEFORE UPDATE OF unit_cost ON stock_line
WHEN NEW.unit_cost <> OLD.unit_cost AND EXISTS (SELECT 1 FROM stock_line k JOIN stock_move m ON m.stock_line_id = k.id WHERE k.purchase_id = OLD.purchase_id)
BEGIN SELECT RAISE(ABORT, 'what goods cost is fixed once some of them came in'); END;

-- Pieces that came in broken: the receipt, and the move that took them out again.
CREATE TABLE stock_damage (
  receipt_id INTEGER PRIMARY KEY REFERENCES stock_move (id),
  move_id    INTEGER NOT NULL UNIQUE REFERENCES stock_move (id)
) STRICT;
CREATE TRIGGER stock_damage_fixed BEFORE UPDATE ON stock_damage
BEGIN SELECT RAISE(ABORT, 'stock moves are never changed: add one that corrects'); END;
CREATE TRIGGER stock_damage_kept BEFORE DELETE ON stock_damage
BEGIN SELECT RAISE(ABORT, 'stock moves are never deleted: add one that corrects'); END;
