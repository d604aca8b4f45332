-- Own stock at third-party logistics companies (3PLs): what moved, what the 3PL
-- charges, and the purchase orders that fill it up.

-- What moved in or out of the merchant's own stock, only added to. How many
-- there are, and what they cost, is the sum. Cost is a moving average: what
-- leaves takes its share of the value with it, the last piece all of it.
CREATE TABLE stock_move (
  id            INTEGER PRIMARY KEY,
  supplier_id   INTEGER NOT NULL REFERENCES supplier (id), -- the 3PL
  product_id    INTEGER NOT NULL REFERENCES product (id),
  kind          TEXT NOT NULL CHECK (kind IN ('opening', 'receipt', 'dispatch', 'adjustment', 'return')),
  quantity      INTEGER NOT NULL CHECK (quantity <> 0),    -- positive: in
  unit_cost     INTEGER NOT NULL CHECK (unit_cost >= 0),   -- a piece, in the book's currency
  value         INTEGER NOT NULL,                          -- of all pieces, with the sign of quantity, whole minor units
  moved_on      TEXT NOT NULL CHECK (moved_on <> ''),
  allocation_id INTEGER REFERENCES allocation (id),        -- of a dispatch, and of its return when the order did not leave
  stock_line_id INTEGER REFERENCES stock_line (id),        -- of a receipt
  reference     TEXT NOT NULL,                             -- what names the move for people: it is entered once
  reason        TEXT NOT NULL,
  source        TEXT NOT NULL,                             -- where the unit cost comes from
  entry_id      INTEGER REFERENCES journal_entry (id),     -- NULL: pieces without value
  recorded_at   TEXT NOT NULL,
  CHECK ((kind IN ('opening', 'receipt', 'return')) <= (quantity > 0)),
  CHECK ((kind = 'dispatch') <= (quantity < 0 AND allocation_id IS NOT NULL)),
  CHECK ((kind = 'receipt') = (stock_line_id IS NOT NULL)),
  CHECK (value = 0 OR (value > 0) = (quantity > 0))
) STRICT;
CREATE INDEX stock_move_place ON stock_move (supplier_id, product_id, quantity, value);
CREATE INDEX stock_move_allocation ON stock_move (allocation_id) WHERE allocation_id IS NOT NULL;
CREATE INDEX stock_move_line ON stock_move (stock_line_id) WHERE stock_line_id IS NOT NULL;
CREATE UNIQUE INDEX stock_move_reference ON stock_move (supplier_id, product_id, kind, reference) WHERE reference <> '';
CREATE TRIGGER stock_never_below_zero BEFORE INSERT ON stock_move
WHEN NEW.quantity < 0 AND NEW.quantity + (SELECT COALESCE(SUM(quantity), 0) FROM stock_move
  WHERE supplier_id = NEW.supplier_id AND product_id = NEW.product_id) < 0
BEGIN SELECT RAISE(ABORT, 'stock is never below zero'); END;
CREATE TRIGGER stock_value_fits BEFORE INSERT ON stock_move
WHEN EXISTS (SELECT 1 FROM (SELECT NEW.quantity + COALESCE(SUM(quantity), 0) AS q, NEW.value + COALESCE(SUM(value), 0) AS v
    FROM stock_move WHERE supplier_id = NEW.supplier_id AND product_id = NEW.product_id)
  WHERE v < 0 OR (q = 0 AND v <> 0))
BEGIN SELECT RAISE(ABORT, 'the value of stock goes with its pieces'); END;
CREATE TRIGGER stock_leaves_once BEFORE INSERT ON stock_move
WHEN NEW.allocation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM (SELECT a.quantity AS given, a.supplier_id AS place,
    NEW.quantity + (SELECT COALESCE(SUM(m.quantity), 0) FROM stock_move m WHERE m.allocation_id = a.id) AS moved
    FROM allocation a WHERE a.id = NEW.allocation_id AND a.stock_cost IS NOT NULL)
  WHERE place = NEW.supplier_id AND moved BETWEEN -given AND 0)
BEGIN SELECT RAISE(ABORT, 'what an order takes leaves the stock once'); END;
CREATE TRIGGER stock_move_fixed BEFORE UPDATE ON stock_move
BEGIN SELECT RAISE(ABORT, 'stock moves are never changed: add one that corrects'); END;
CREATE TRIGGER stock_move_kept BEFORE DELETE ON stock_move
BEGIN SELECT RAISE(ABORT, 'stock moves are never deleted: add one that corrects'); END;

-- A piece from own stock costs this, in the book's currency; NULL: it is bought
-- from the supplier, at unit_cost.
ALTER TABLE allocation ADD COLUMN stock_cost INTEGER CHECK (stock_cost >= 0 AND (stock_cost IS NULL OR unit_cost = 0));
CREATE INDEX allocation_stock ON allocation (supplier_id, line_id) WHERE stock_cost IS NOT NULL;

-- What a 3PL charges, each from a day on until a newer row of the same fee
-- starts; an amount of 0 ends it.
CREATE TABLE threepl_fee (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  fee         TEXT NOT NULL CHECK (fee IN ('receiving', 'storage', 'pick_first', 'pick_extra', 'pack', 'return', 'account', 'minimum')),
  amount      INTEGER NOT NULL CHECK (amount >= 0),
  currency    TEXT NOT NULL CHECK (length(currency) = 3),
  per         TEXT NOT NULL CHECK (per IN ('piece', 'carton', 'bin', 'pallet', 'm3', 'order', 'month')), -- storage: for a month each
  pieces      INTEGER CHECK (pieces > 0),              -- that a carton, bin, pallet or cubic metre holds, NULL unknown
  valid_from  TEXT NOT NULL,
  source      TEXT NOT NULL DEFAULT '',
  checked_on  TEXT NOT NULL DEFAULT '',                -- '' nobody has looked yet
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, fee, valid_from)
) STRICT;

-- What a 3PL takes to send a parcel, by country of destination ('*' all
-- others) and service, from a day on until a newer row starts.
CREATE TABLE threepl_lane (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  country     TEXT NOT NULL CHECK (country = '*' OR length(country) = 2),
  service     TEXT NOT NULL,
  cost        INTEGER NOT NULL CHECK (cost >= 0),      -- a parcel with its first piece
  extra       INTEGER NOT NULL CHECK (extra >= 0),     -- each further piece
  currency    TEXT NOT NULL CHECK (length(currency) = 3),
  days_p50    INTEGER CHECK (days_p50 >= 0),
  days_p90    INTEGER CHECK (days_p90 >= 0),
  duty_payer  TEXT NOT NULL DEFAULT '' CHECK (duty_payer IN ('', 'merchant', 'customer', 'supplier')),
  valid_from  TEXT NOT NULL,
  valid_to    TEXT NOT NULL DEFAULT '',
  source      TEXT NOT NULL DEFAULT '',
  checked_on  TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, country, service, valid_from),
  CHECK (valid_to = '' OR valid_to >= valid_from)
) STRICT;

-- Where goods for a 3PL are sent.
CREATE TABLE warehouse (
  supplier_id INTEGER PRIMARY KEY REFERENCES supplier (id),
  name        TEXT NOT NULL,                           -- '' that of the supplier
  contact     TEXT NOT NULL,
  address1    TEXT NOT NULL,
  address2    TEXT NOT NULL,
  city        TEXT NOT NULL,
  zip         TEXT NOT NULL,
  province    TEXT NOT NULL,
  country     TEXT NOT NULL,
  phone       TEXT NOT NULL,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;

-- A purchase order sends goods to customers, or fills up own stock.
ALTER TABLE purchase_order ADD COLUMN kind TEXT NOT NULL DEFAULT 'dropship' CHECK (kind IN ('dropship', 'replenishment'));
ALTER TABLE purchase_order ADD COLUMN ship_to_id INTEGER REFERENCES supplier (id) CHECK ((kind = 'replenishment') = (ship_to_id IS NOT NULL));
ALTER TABLE purchase_order ADD COLUMN reference TEXT NOT NULL DEFAULT '' CHECK (reference = '' OR kind = 'replenishment'); -- the merchant's own
CREATE INDEX purchase_order_stock ON purchase_order (ship_to_id, state) WHERE ship_to_id IS NOT NULL;
CREATE UNIQUE INDEX purchase_order_reference ON purchase_order (reference) WHERE reference <> '';

-- The lines of a replenishment; names and prices are copies, as in purchase_line.
CREATE TABLE stock_line (
  id           INTEGER PRIMARY KEY,
  purchase_id  INTEGER NOT NULL REFERENCES purchase_order (id),
  product_id   INTEGER NOT NULL REFERENCES product (id),
  position     INTEGER NOT NULL,
  sku          TEXT NOT NULL,
  supplier_sku TEXT NOT NULL,
  name         TEXT NOT NULL,
  quantity     INTEGER NOT NULL CHECK (quantity > 0),
  unit_cost    INTEGER NOT NULL CHECK (unit_cost >= 0),  -- in the purchase order's currency
  UNIQUE (purchase_id, position),
  UNIQUE (purchase_id, product_id)
) STRICT;

INSERT INTO account (id, code, name, type, margin) VALUES
  (20, '1300', 'Stock at 3PLs', 'asset', ''),
  (21, '1310', 'Stock set apart for orders', 'asset', ''),
  (22, '5110', 'Drop fees', 'expense', 'cm2'),
  (23, '5120', 'Picking and packing', 'expense', 'cm2'),
  (24, '5910', 'Stock differences and returns', 'expense', '');

-- The types of cost facts, each with its level of the margin and the account it
-- is booked on; a new type is a new row.
CREATE TABLE cost_type (
  type       TEXT PRIMARY KEY,
  level      INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
  account_id INTEGER NOT NULL REFERENCES account (id)
) STRICT, WITHOUT ROWID;
INSERT INTO cost_type (type, level, account_id) VALUES
  ('product', 1, 14), ('supplier_shipping', 2, 15), ('payment_fee', 2, 16), ('marketplace_fee', 2, 17),
  ('own_stock', 1, 14), ('drop_fee', 2, 22), ('pick_pack', 2, 23);

CREATE TABLE cost_fact_new (
  id            INTEGER PRIMARY KEY,
  order_id      INTEGER NOT NULL,                   -- no foreign key: see journal_entry
  line_id       INTEGER,                            -- NULL: the whole order
  type          TEXT NOT NULL REFERENCES cost_type (type),
  level         INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
  state         TEXT NOT NULL CHECK (state IN ('estimated', 'quoted', 'invoiced', 'settled')),
  supplier_id   INTEGER,
  amount        INTEGER NOT NULL,                   -- positive: cost, in currency
  currency      TEXT NOT NULL,
  rate          TEXT NOT NULL,
  rate_date     TEXT NOT NULL,
  rate_source   TEXT NOT NULL,
  base_amount   INTEGER NOT NULL,                   -- in the book's currency
  dated         TEXT NOT NULL,
  source        TEXT NOT NULL,                      -- the document or rule it comes from
  entry_id      INTEGER NOT NULL,
  recorded_at   TEXT NOT NULL,
  superseded_at TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO cost_fact_new SELECT id, order_id, line_id, type, level, state, supplier_id, amount, currency, rate, rate_date, rate_source,
  base_amount, dated, source, entry_id, recorded_at, superseded_at FROM cost_fact;
DROP TABLE cost_fact;
ALTER TABLE cost_fact_new RENAME TO cost_fact;
CREATE INDEX cost_fact_order ON cost_fact (order_id);
CREATE TRIGGER cost_fact_fixed BEFORE UPDATE ON cost_fact
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.amount <> OLD.amount OR NEW.base_amount <> OLD.base_amount
  OR NEW.order_id <> OLD.order_id OR NEW.state <> OLD.state OR NEW.type <> OLD.type OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a cost fact is never changed: record a better one'); END;
CREATE TRIGGER cost_fact_kept BEFORE DELETE ON cost_fact
BEGIN SELECT RAISE(ABORT, 'a cost fact is never deleted: record a better one'); END;
