-- The peer of our import: what a person with the sqlite3 program does to get a
-- Shopify orders export into tables, as durably as we do. It writes no journal,
-- no costs and no margins, merges nothing and refuses nothing.
-- Use: sqlite3 -bail NEW.db <.ci/load.sql, with the export at orders.csv.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -65536;
PRAGMA foreign_keys = ON;

CREATE TEMP TABLE no_table_yet (x); -- opens the temporary database
.mode csv
.import --schema temp orders.csv export

BEGIN;
CREATE TABLE buyer (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  phone TEXT NOT NULL
);
CREATE TABLE sale (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  shop_key TEXT NOT NULL UNIQUE,
  buyer_id INTEGER NOT NULL REFERENCES buyer (id),
  placed TEXT NOT NULL,
  paid TEXT,
  sent TEXT,
  payment TEXT NOT NULL,
  fulfilment TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  subtotal INTEGER NOT NULL, -- ten-thousandths, as in our book
  shipping INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  total INTEGER NOT NULL,
  discount INTEGER NOT NULL,
  refunded INTEGER NOT NULL,
  address TEXT NOT NULL,
  city TEXT NOT NULL,
  zip TEXT NOT NULL,
  country TEXT NOT NULL,
  note TEXT NOT NULL
);
CREATE INDEX sale_by_day ON sale (placed);
CREATE INDEX sale_by_buyer ON sale (buyer_id);
CREATE TABLE sale_line (
  id INTEGER PRIMARY KEY,
  sale_id INTEGER NOT NULL REFERENCES sale (id),
  position INTEGER NOT NULL,
  sku TEXT NOT NULL,
  name TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  price INTEGER NOT NULL,
  discount INTEGER NOT NULL,
  status TEXT NOT NULL,
  UNIQUE (sale_id, position)
);
CREATE INDEX sale_line_by_sku ON sale_line (sku);

INSERT INTO buyer (email, name, phone)
SELECT Email, "Shipping Name", "Shipping Phone"
FROM export WHERE Total <> ''
ON CONFLICT (email) DO NOTHING;

INSERT INTO sale (number, shop_key, buyer_id, placed, paid, sent, payment, fulfilment, currency,
  subtotal, shipping, tax, total, discount, refunded, address, city, zip, country, note)
SELECT e.Name, e.Id, b.id, e."Created at", nullif(e."Paid at", ''), nullif(e."Fulfilled at", ''),
  e."Financial Status", e."Fulfillment Status", e.Currency,
  round(e.Subtotal * 10000), round(e.Shipping * 10000), round(e.Taxes * 10000), round(e.Total * 10000),
  round(e."Discount Amount" * 10000), round(e."Refunded Amount" * 10000),
  e."Shipping Address1", e."Shipping City", trim(e."Shipping Zip", ''''), e."Shipping Country", e.Notes
FROM export AS e JOIN buyer AS b ON b.email = e.Email
WHERE e.Total <> '';

-- The rows of an order follow each other, so its lines are counted from its
-- first row on.
INSERT INTO sale_line (sale_id, position, sku, name, quantity, price, discount, status)
SELECT s.id, row_number() OVER (PARTITION BY e.Name ORDER BY e.rowid), e."Lineitem sku", e."Lineitem name",
  CAST(e."Lineitem quantity" AS INTEGER), round(e."Lineitem price" * 10000), round(e."Lineitem discount" * 10000),
  e."Lineitem fulfillment status"
FROM export AS e JOIN sale AS s ON s.number = e.Name;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
