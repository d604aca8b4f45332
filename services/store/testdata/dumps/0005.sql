PRAGMA foreign_keys = OFF;
BEGIN;
PRAGMA application_id = 1146244167;
PRAGMA user_version = 5;
CREATE TABLE migration (
  number     INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  applied_at TEXT NOT NULL,
  checksum   TEXT NOT NULL
) STRICT;
INSERT INTO migration VALUES (1, '0001_initial', '2026-03-31T12:00:00Z', '1a6ab5fec074e5a23f122fb5178a7c666e04336c717d697331b94f622aacbbee');
INSERT INTO migration VALUES (2, '0002_waiting_orders', '2026-03-31T12:00:00Z', '7deec1175a81ecdb34f18bf7b9c511a024ca33531b66402ca9f062ac4d9e94e9');
INSERT INTO migration VALUES (3, '0003_mail', '2026-03-31T12:00:00Z', '6f5a2f18698b367ceb69c6e7542b4dc1dae9573247163f148a6ec34728cdd26a');
INSERT INTO migration VALUES (4, '0004_parcels', '2026-03-31T12:00:00Z', 'c6c5a546ca399326b4184c9b10ce8ef7f92e769757338f388177692a3cf65a17');
INSERT INTO migration VALUES (5, '0005_rules', '2026-03-31T12:00:00Z', 'd3eec9c349c9bd029438917b0de1bfd9e3f6b57bcb0e90950db84127b3fbe079');
CREATE TABLE commit_count (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL
) STRICT;
INSERT INTO commit_count VALUES (1, 1);
CREATE TABLE setting (
  key        TEXT PRIMARY KEY,
  value      TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE TABLE number_series (
  name TEXT PRIMARY KEY,
  next INTEGER NOT NULL CHECK (next > 0)
) STRICT;
CREATE TABLE history (
  id          INTEGER PRIMARY KEY,
  recorded_at TEXT NOT NULL,
  who         TEXT NOT NULL,
  kind        TEXT NOT NULL,
  record_id   INTEGER NOT NULL,
  record_key  TEXT NOT NULL,
  field       TEXT NOT NULL,
  old_value   TEXT NOT NULL,
  new_value   TEXT NOT NULL,
  why         TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE import_batch (
  id          INTEGER PRIMARY KEY,
  file_name   TEXT NOT NULL,
  format      TEXT NOT NULL,
  sha256      TEXT NOT NULL,
  file_bytes  INTEGER NOT NULL,
  shop_id     INTEGER,
  supplier_id INTEGER,
  records     INTEGER NOT NULL,
  created     INTEGER NOT NULL,
  updated     INTEGER NOT NULL,
  unchanged   INTEGER NOT NULL,
  refused     INTEGER NOT NULL,
  as_of       TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  undone_at   TEXT NOT NULL DEFAULT '',
  summary     TEXT NOT NULL DEFAULT ''   -- JSON: money and counts by kind, as printed
) STRICT;
CREATE TABLE import_record (
  batch_id   INTEGER NOT NULL REFERENCES import_batch (id),
  seq        INTEGER NOT NULL,
  kind       TEXT NOT NULL,
  outcome    TEXT NOT NULL CHECK (outcome IN ('created', 'updated', 'refused')),
  record_id  INTEGER NOT NULL,
  row_number INTEGER NOT NULL,
  before     TEXT NOT NULL DEFAULT '',
  message    TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (batch_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE import_mapping (
  supplier_id INTEGER NOT NULL,
  header_key  TEXT NOT NULL,
  mapping     TEXT NOT NULL,
  saved_at    TEXT NOT NULL,
  PRIMARY KEY (supplier_id, header_key)
) STRICT;
CREATE TABLE supplier (
  id                 INTEGER PRIMARY KEY,
  name               TEXT NOT NULL CHECK (name <> ''),
  name_key           TEXT NOT NULL UNIQUE,          -- lower case, blanks folded
  type               TEXT NOT NULL CHECK (type IN ('marketplace', 'wholesaler', 'private_label', 'agent', 'third_party_logistics')),
  stage              TEXT NOT NULL CHECK (stage IN ('candidate', 'vetting', 'trial', 'approved', 'probation', 'blocked')),
  email              TEXT NOT NULL,
  country            TEXT NOT NULL,
  currency           TEXT NOT NULL CHECK (length(currency) = 3),
  language           TEXT NOT NULL,
  handling_days      INTEGER NOT NULL CHECK (handling_days >= 0),
  cutoff             TEXT NOT NULL,                 -- local time 'HH:MM', '' none
  claim_days         INTEGER NOT NULL CHECK (claim_days >= 0),
  channel            TEXT NOT NULL CHECK (channel IN ('folder', 'email', 'marketplace')),
  batching           TEXT NOT NULL CHECK (batching IN ('order', 'hourly', 'daily')),
  payment_terms_days INTEGER NOT NULL CHECK (payment_terms_days >= 0),
  archived_at        TEXT NOT NULL DEFAULT '',
  version            INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO supplier VALUES (1, 'Northern Light', 'northern light', 'wholesaler', 'approved', 'orders@northern.example', 'DK', 'USD', 'en', 2, '14:00', 30, 'folder', 'daily', 30, '', 1);
CREATE TABLE supplier_destination (
  supplier_id INTEGER NOT NULL REFERENCES supplier (id) ON DELETE CASCADE,
  country     TEXT NOT NULL,
  PRIMARY KEY (supplier_id, country)
) STRICT, WITHOUT ROWID;
CREATE TABLE shop (
  id               INTEGER PRIMARY KEY,
  name             TEXT NOT NULL CHECK (name <> ''),
  name_key         TEXT NOT NULL UNIQUE,
  platform         TEXT NOT NULL,
  currency         TEXT NOT NULL,
  time_zone        TEXT NOT NULL,
  cash_on_delivery INTEGER NOT NULL CHECK (cash_on_delivery IN (0, 1)),
  archived_at      TEXT NOT NULL DEFAULT '',
  version          INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO shop VALUES (1, 'Lamp Shop', 'lamp shop', 'shopify', 'EUR', 'Europe/Berlin', 0, '', 1);
CREATE TABLE contact (
  id          INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  email       TEXT NOT NULL,
  name        TEXT NOT NULL,
  company     TEXT NOT NULL,
  address1    TEXT NOT NULL,
  address2    TEXT NOT NULL,
  city        TEXT NOT NULL,
  zip         TEXT NOT NULL,
  province    TEXT NOT NULL,
  country     TEXT NOT NULL,
  phone       TEXT NOT NULL
) STRICT;
INSERT INTO contact VALUES (1, 'f1', 'ann@example.com', 'Ann Ode', '', 'Weg 1', '', 'Kiel', '24103', '', 'DE', '');
CREATE TABLE product (
  id          INTEGER PRIMARY KEY,
  sku         TEXT NOT NULL UNIQUE CHECK (sku <> ''),
  name        TEXT NOT NULL,
  hs          TEXT NOT NULL,
  origin      TEXT NOT NULL,
  weight_g    INTEGER CHECK (weight_g >= 0),
  brand       TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO product VALUES (1, '00123', 'Desk lamp', '940520', 'DK', 900, '', '', 1);
CREATE TABLE listing (
  id         INTEGER PRIMARY KEY,
  shop_id    INTEGER NOT NULL REFERENCES shop (id),
  product_id INTEGER NOT NULL REFERENCES product (id),
  shop_key   TEXT NOT NULL,
  title      TEXT NOT NULL,
  price      INTEGER,
  compare_at INTEGER,
  currency   TEXT NOT NULL,
  status     TEXT NOT NULL,
  barcode    TEXT NOT NULL,
  UNIQUE (shop_id, shop_key)
) STRICT;
CREATE TABLE standard_cost (
  id         INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES product (id),
  cost       INTEGER NOT NULL CHECK (cost >= 0),
  currency   TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  source     TEXT NOT NULL,
  batch_id   INTEGER REFERENCES import_batch (id),
  UNIQUE (product_id, valid_from)
) STRICT;
CREATE TABLE offer (
  id           INTEGER PRIMARY KEY,
  supplier_id  INTEGER NOT NULL REFERENCES supplier (id),
  product_id   INTEGER NOT NULL REFERENCES product (id),
  supplier_sku TEXT NOT NULL,
  cost         INTEGER NOT NULL CHECK (cost >= 0),
  currency     TEXT NOT NULL CHECK (length(currency) = 3),
  moq          INTEGER NOT NULL DEFAULT 1 CHECK (moq >= 1),
  multiple     INTEGER NOT NULL DEFAULT 1 CHECK (multiple >= 1),
  valid_from   TEXT NOT NULL,
  valid_to     TEXT NOT NULL DEFAULT '',
  source       TEXT NOT NULL,
  batch_id     INTEGER REFERENCES import_batch (id),
  archived_at  TEXT NOT NULL DEFAULT '',
  version      INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, product_id, valid_from),
  CHECK (valid_to = '' OR valid_to >= valid_from)
) STRICT;
INSERT INTO offer VALUES (1, 1, 1, 'NL-1', 125000, 'USD', 1, 1, '2026-01-01', '', 'typed', NULL, '', 1);
CREATE TABLE offer_break (
  offer_id      INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE,
  from_quantity INTEGER NOT NULL CHECK (from_quantity > 0),
  cost          INTEGER NOT NULL CHECK (cost >= 0),
  PRIMARY KEY (offer_id, from_quantity)
) STRICT, WITHOUT ROWID;
CREATE TABLE offer_shipping (
  offer_id INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE,
  country  TEXT NOT NULL,
  service  TEXT NOT NULL,
  cost     INTEGER NOT NULL CHECK (cost >= 0),
  days_p50 INTEGER,
  days_p90 INTEGER, duty_payer TEXT NOT NULL DEFAULT '' CHECK (duty_payer IN ('', 'merchant', 'customer', 'supplier')),
  PRIMARY KEY (offer_id, country, service)
) STRICT, WITHOUT ROWID;
CREATE TABLE stock_count (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  product_id  INTEGER NOT NULL REFERENCES product (id),
  quantity    INTEGER NOT NULL,
  counted_on  TEXT NOT NULL,
  batch_id    INTEGER REFERENCES import_batch (id),
  UNIQUE (supplier_id, product_id, counted_on)
) STRICT;
CREATE TABLE fee_rule (
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL CHECK (name <> ''),
  kind           TEXT NOT NULL CHECK (kind IN ('payment_fee', 'marketplace_fee')),
  shop_id        INTEGER REFERENCES shop (id),      -- NULL: every shop
  base           TEXT NOT NULL CHECK (base IN ('item', 'item_shipping', 'item_shipping_tax', 'net')),
  percent        TEXT NOT NULL,
  fixed          INTEGER NOT NULL,
  currency       TEXT NOT NULL,                     -- of fixed, min and max; '' the order's
  min_fee        INTEGER,
  max_fee        INTEGER,
  kept_on_refund INTEGER NOT NULL CHECK (kept_on_refund IN (0, 1)),
  valid_from     TEXT NOT NULL,
  valid_to       TEXT NOT NULL DEFAULT '',
  source         TEXT NOT NULL DEFAULT '',
  checked_on     TEXT NOT NULL DEFAULT '',
  archived_at    TEXT NOT NULL DEFAULT '',
  version        INTEGER NOT NULL DEFAULT 1,
  UNIQUE (name, valid_from)
) STRICT;
CREATE TABLE exchange_rate (
  id            INTEGER PRIMARY KEY,
  rate_date     TEXT NOT NULL,
  from_currency TEXT NOT NULL,
  to_currency   TEXT NOT NULL,
  rate          TEXT NOT NULL,
  source        TEXT NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1,
  UNIQUE (from_currency, to_currency, rate_date)
) STRICT;
CREATE TABLE sales_order (
  id               INTEGER PRIMARY KEY,
  shop_id          INTEGER NOT NULL REFERENCES shop (id),
  number           TEXT NOT NULL,
  external_id      TEXT NOT NULL,                   -- the shop's own id, '' unknown
  placed_at        TEXT NOT NULL,
  placed_on        TEXT NOT NULL,                   -- civil date in the shop's zone
  paid_on          TEXT NOT NULL,
  fulfilled_on     TEXT NOT NULL,
  cancelled_on     TEXT NOT NULL,
  currency         TEXT NOT NULL CHECK (length(currency) = 3),
  payment          TEXT NOT NULL CHECK (payment IN ('pending', 'authorized', 'partially_paid', 'paid', 'partially_refunded', 'refunded', 'voided')),
  fulfilment       TEXT NOT NULL CHECK (fulfilment IN ('unfulfilled', 'partial', 'fulfilled', 'restocked')),
  subtotal         INTEGER NOT NULL,
  shipping         INTEGER NOT NULL,
  tax              INTEGER NOT NULL,
  total            INTEGER NOT NULL,
  discount         INTEGER NOT NULL,
  duties           INTEGER NOT NULL,
  tip              INTEGER NOT NULL,
  refunded         INTEGER NOT NULL,
  outstanding      INTEGER NOT NULL,
  tax_mode         TEXT NOT NULL CHECK (tax_mode IN ('none', 'included', 'added')),
  tax_names        TEXT NOT NULL,                   -- JSON [{"name","amount"}], as the shop says
  ship_to_id       INTEGER REFERENCES contact (id),
  bill_to_id       INTEGER REFERENCES contact (id),
  country          TEXT NOT NULL,                   -- of the ship-to, for reports without personal data
  payment_method   TEXT NOT NULL,
  shipping_method  TEXT NOT NULL,
  discount_code    TEXT NOT NULL,
  source           TEXT NOT NULL,
  tags             TEXT NOT NULL,
  notes            TEXT NOT NULL,
  as_of            TEXT NOT NULL,                   -- how new the file was that said this
  content_hash     TEXT NOT NULL,
  batch_id         INTEGER REFERENCES import_batch (id),
  booked_on        TEXT NOT NULL DEFAULT '',        -- '' not in the books
  sale_entry_id    INTEGER,                         -- the entry now standing for the sale
  unbooked_reason  TEXT NOT NULL DEFAULT '',
  archived_at      TEXT NOT NULL DEFAULT '',
  version          INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO sales_order VALUES (1, 1, '#1001', '5001', '2026-03-30T10:00:00Z', '2026-03-30', '2026-03-30', '', '', 'EUR', 'paid', 'unfulfilled', 399800, 49000, 71661, 448800, 0, 0, 0, 0, 0, 'included', '[]', 1, 1, 'DE', 'card', 'Standard', '', 'web', '', '', '2026-03-31', 'h1', NULL, '', NULL, '', '', 1);
CREATE TABLE order_line (
  id          INTEGER PRIMARY KEY,
  order_id    INTEGER NOT NULL REFERENCES sales_order (id),
  position    INTEGER NOT NULL,
  sku         TEXT NOT NULL,
  name        TEXT NOT NULL,
  product_id  INTEGER REFERENCES product (id),
  supplier_id INTEGER REFERENCES supplier (id),     -- whose cost the line now carries
  quantity    INTEGER NOT NULL CHECK (quantity >= 0),
  price       INTEGER NOT NULL,                     -- a piece, before discount, as the shop shows it
  discount    INTEGER NOT NULL,                     -- of the whole line, order-level share included
  tax         INTEGER NOT NULL,                     -- of the whole line and its share of shipping
  shipping    INTEGER NOT NULL,                     -- its share of the shipping charged, as the shop shows it
  shippable   INTEGER NOT NULL CHECK (shippable IN (0, 1)),
  taxable     INTEGER NOT NULL CHECK (taxable IN (0, 1)),
  fulfilment  TEXT NOT NULL CHECK (fulfilment IN ('pending', 'partial', 'fulfilled', 'not_eligible', 'restocked')),
  row_number  INTEGER NOT NULL,
  UNIQUE (order_id, position)
) STRICT;
INSERT INTO order_line VALUES (1, 1, 1, '00123', 'Desk lamp', 1, 1, 2, 199900, 0, 71661, 49000, 1, 1, 'pending', 2);
CREATE TABLE held_line (
  line_id INTEGER PRIMARY KEY REFERENCES order_line (id) ON DELETE CASCADE,
  code    TEXT NOT NULL,
  reason  TEXT NOT NULL,
  held_at TEXT NOT NULL
) STRICT;
CREATE TABLE refund (
  id       INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL UNIQUE REFERENCES sales_order (id),
  dated    TEXT NOT NULL,
  gross    INTEGER NOT NULL CHECK (gross > 0),
  tax      INTEGER NOT NULL,
  source   TEXT NOT NULL,
  entry_id INTEGER,
  batch_id INTEGER REFERENCES import_batch (id)
) STRICT;
CREATE TABLE allocation (
  id            INTEGER PRIMARY KEY,
  line_id       INTEGER NOT NULL REFERENCES order_line (id),
  supplier_id   INTEGER NOT NULL REFERENCES supplier (id),
  offer_id      INTEGER NOT NULL REFERENCES offer (id),
  quantity      INTEGER NOT NULL CHECK (quantity > 0),
  unit_cost     INTEGER NOT NULL CHECK (unit_cost >= 0),
  shipping_cost INTEGER NOT NULL CHECK (shipping_cost >= 0),
  currency      TEXT NOT NULL,
  service       TEXT NOT NULL,
  explanation   TEXT NOT NULL,                      -- JSON: every candidate with its numbers or the gate it failed
  routed_at     TEXT NOT NULL,
  cancelled_at  TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE purchase_order (
  id           INTEGER PRIMARY KEY,
  number       TEXT NOT NULL UNIQUE,
  supplier_id  INTEGER NOT NULL REFERENCES supplier (id),
  state        TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'queued', 'sent', 'unknown', 'acknowledged', 'refused', 'part_shipped', 'shipped', 'closed', 'cancelled')),
  currency     TEXT NOT NULL,
  goods        INTEGER NOT NULL,
  shipping     INTEGER NOT NULL,
  total        INTEGER NOT NULL,
  rate         TEXT NOT NULL,                       -- one unit of currency in the book's, on rate_date
  rate_date    TEXT NOT NULL,
  rate_source  TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  approved_at  TEXT NOT NULL DEFAULT '',
  sent_at      TEXT NOT NULL DEFAULT '',
  version      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE purchase_line (
  id            INTEGER PRIMARY KEY,
  purchase_id   INTEGER NOT NULL REFERENCES purchase_order (id),
  allocation_id INTEGER NOT NULL UNIQUE REFERENCES allocation (id),
  line_id       INTEGER NOT NULL REFERENCES order_line (id),
  order_id      INTEGER NOT NULL REFERENCES sales_order (id),
  position      INTEGER NOT NULL,
  sku           TEXT NOT NULL,
  supplier_sku  TEXT NOT NULL,
  name          TEXT NOT NULL,
  quantity      INTEGER NOT NULL CHECK (quantity > 0),
  unit_cost     INTEGER NOT NULL,
  shipping_cost INTEGER NOT NULL,
  service       TEXT NOT NULL,
  UNIQUE (purchase_id, position)
) STRICT;
CREATE TABLE forwarding (
  id           INTEGER PRIMARY KEY,
  purchase_id  INTEGER NOT NULL UNIQUE REFERENCES purchase_order (id),
  channel      TEXT NOT NULL,
  message_id   TEXT NOT NULL UNIQUE,
  folder       TEXT NOT NULL,
  files        TEXT NOT NULL,                       -- JSON [{"name","sha256"}]
  state        TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'unknown')),
  started_at   TEXT NOT NULL,
  finished_at  TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE account (
  id     INTEGER PRIMARY KEY,
  code   TEXT NOT NULL UNIQUE,
  name   TEXT NOT NULL,
  type   TEXT NOT NULL CHECK (type IN ('asset', 'liability', 'equity', 'income', 'expense')),
  margin TEXT NOT NULL DEFAULT '' CHECK (margin IN ('', 'goods', 'discount', 'shipping', 'refund', 'cm1', 'cm2', 'cm3', 'cm4'))
) STRICT;
INSERT INTO account VALUES (1, '1000', 'Bank', 'asset', '');
INSERT INTO account VALUES (2, '1100', 'Payment provider clearing', 'asset', '');
INSERT INTO account VALUES (3, '1110', 'Cash on delivery to collect', 'asset', '');
INSERT INTO account VALUES (4, '1120', 'Customers, still to pay', 'asset', '');
INSERT INTO account VALUES (5, '2000', 'Suppliers payable', 'liability', '');
INSERT INTO account VALUES (6, '2010', 'Supplier costs not yet invoiced', 'liability', '');
INSERT INTO account VALUES (7, '2100', 'Sales tax and VAT collected', 'liability', '');
INSERT INTO account VALUES (8, '2120', 'Duties collected from customers', 'liability', '');
INSERT INTO account VALUES (9, '3000', 'Owner''s equity', 'equity', '');
INSERT INTO account VALUES (10, '4000', 'Sales of goods', 'income', 'goods');
INSERT INTO account VALUES (11, '4100', 'Shipping charged', 'income', 'shipping');
INSERT INTO account VALUES (12, '4200', 'Discounts given', 'income', 'discount');
INSERT INTO account VALUES (13, '4300', 'Refunds', 'income', 'refund');
INSERT INTO account VALUES (14, '5000', 'Product cost', 'expense', 'cm1');
INSERT INTO account VALUES (15, '5100', 'Supplier shipping', 'expense', 'cm2');
INSERT INTO account VALUES (16, '5200', 'Payment fees', 'expense', 'cm2');
INSERT INTO account VALUES (17, '5210', 'Marketplace fees', 'expense', 'cm2');
INSERT INTO account VALUES (18, '4050', 'Tips received', 'income', 'goods');
INSERT INTO account VALUES (19, '6900', 'Exchange differences', 'expense', '');
CREATE TABLE journal_entry (
  id          INTEGER PRIMARY KEY,
  dated       TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('sale', 'refund', 'fee', 'cost', 'reversal')),
  document    TEXT NOT NULL,
  memo        TEXT NOT NULL,
  currency    TEXT NOT NULL,                        -- of posting.foreign_amount
  rate        TEXT NOT NULL,                        -- one unit of currency in the book's
  rate_date   TEXT NOT NULL,
  rate_source TEXT NOT NULL,
  order_id    INTEGER,                              -- no foreign key: an undone import removes orders, never entries
  batch_id    INTEGER,
  reverses_id INTEGER UNIQUE REFERENCES journal_entry (id),
  recorded_at TEXT NOT NULL
) STRICT;
INSERT INTO journal_entry VALUES (1, '2026-03-30', 'sale', '#1001', '', 'EUR', '1', '2026-03-30', '', 1, NULL, NULL, '2026-03-31T12:00:00Z');
CREATE TABLE posting (
  entry_id       INTEGER NOT NULL REFERENCES journal_entry (id) DEFERRABLE INITIALLY DEFERRED,
  seq            INTEGER NOT NULL,
  account_id     INTEGER NOT NULL REFERENCES account (id),
  amount         INTEGER NOT NULL,                  -- book currency, debit positive
  foreign_amount INTEGER NOT NULL,                  -- the entry's currency, debit positive
  dated          TEXT NOT NULL,
  order_id       INTEGER,
  line_id        INTEGER,
  product_id     INTEGER,
  supplier_id    INTEGER,
  shop_id        INTEGER,
  country        TEXT NOT NULL,
  tax_code       TEXT NOT NULL,
  PRIMARY KEY (entry_id, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO posting VALUES (1, 1, 2, 448800, 448800, '2026-03-30', 1, NULL, NULL, NULL, 1, 'DE', '');
INSERT INTO posting VALUES (1, 2, 10, -335961, -335961, '2026-03-30', 1, 1, 1, 1, 1, 'DE', '');
INSERT INTO posting VALUES (1, 3, 11, -41178, -41178, '2026-03-30', 1, 1, 1, 1, 1, 'DE', '');
INSERT INTO posting VALUES (1, 4, 7, -71661, -71661, '2026-03-30', 1, 1, NULL, NULL, 1, 'DE', 'DE19');
CREATE TABLE cost_fact (
  id            INTEGER PRIMARY KEY,
  order_id      INTEGER NOT NULL,                   -- no foreign key: see journal_entry
  line_id       INTEGER,                            -- NULL: the whole order
  type          TEXT NOT NULL CHECK (type IN ('product', 'supplier_shipping', 'payment_fee', 'marketplace_fee')),
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
CREATE TABLE margin_line (
  order_id    INTEGER NOT NULL,
  line_id     INTEGER NOT NULL,
  dated       TEXT NOT NULL,
  product_id  INTEGER,
  supplier_id INTEGER,
  shop_id     INTEGER NOT NULL,
  country     TEXT NOT NULL,
  goods       INTEGER NOT NULL,                     -- list value without tax
  discount    INTEGER NOT NULL,                     -- given, positive
  shipping    INTEGER NOT NULL,                     -- charged to the customer without tax
  refund      INTEGER NOT NULL,                     -- given back without tax, positive
  cm1_cost    INTEGER NOT NULL,
  cm2_cost    INTEGER NOT NULL,
  cm3_cost    INTEGER NOT NULL,
  cm4_cost    INTEGER NOT NULL,
  estimated   INTEGER NOT NULL,                     -- the part of the four costs that is still estimated
  PRIMARY KEY (order_id, line_id, dated)
) STRICT, WITHOUT ROWID;
CREATE TABLE mail_message (
  id            INTEGER PRIMARY KEY,
  forwarding_id INTEGER NOT NULL UNIQUE REFERENCES forwarding (id),
  supplier_id   INTEGER NOT NULL REFERENCES supplier (id),
  message_id    TEXT NOT NULL UNIQUE CHECK (message_id <> ''),
  sender        TEXT NOT NULL CHECK (sender <> ''),
  recipient     TEXT NOT NULL CHECK (recipient <> ''),
  subject       TEXT NOT NULL,
  bytes         INTEGER NOT NULL CHECK (bytes > 0),
  sha256        TEXT NOT NULL CHECK (length(sha256) = 64),
  state         TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
  tries         INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  next_try_at   TEXT NOT NULL DEFAULT '',           -- '' at once
  reason        TEXT NOT NULL DEFAULT '',           -- the server's last answer, or what happened
  queued_at     TEXT NOT NULL,
  settled_at    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE mail_body (
  mail_id INTEGER PRIMARY KEY REFERENCES mail_message (id),
  packed  BLOB NOT NULL
) STRICT;
CREATE TABLE retry_rule (
  id           INTEGER PRIMARY KEY,
  valid_from   TEXT NOT NULL,
  tries        INTEGER NOT NULL CHECK (tries > 0),
  wait_minutes INTEGER NOT NULL CHECK (wait_minutes > 0),
  source       TEXT NOT NULL,
  checked_on   TEXT NOT NULL,
  UNIQUE (valid_from, tries)
) STRICT;
INSERT INTO retry_rule VALUES (1, '0001-01-01', 1, 1, 'short, for greylisting; RFC 5321 4.5.4.1 leaves the first tries to the sender', '2026-11-22');
INSERT INTO retry_rule VALUES (2, '0001-01-01', 2, 5, 'short, for greylisting; RFC 5321 4.5.4.1 leaves the first tries to the sender', '2026-11-22');
INSERT INTO retry_rule VALUES (3, '0001-01-01', 3, 15, 'short, for greylisting; RFC 5321 4.5.4.1 leaves the first tries to the sender', '2026-11-22');
INSERT INTO retry_rule VALUES (4, '0001-01-01', 4, 30, 'RFC 5321 4.5.4.1: at least 30 minutes', '2026-11-22');
INSERT INTO retry_rule VALUES (5, '0001-01-01', 5, 60, 'RFC 5321 4.5.4.1: at least 30 minutes', '2026-11-22');
INSERT INTO retry_rule VALUES (6, '0001-01-01', 6, 120, 'RFC 5321 4.5.4.1: 2 or 3 hours later on', '2026-11-22');
INSERT INTO retry_rule VALUES (7, '0001-01-01', 7, 180, 'RFC 5321 4.5.4.1: 2 or 3 hours later on', '2026-11-22');
INSERT INTO retry_rule VALUES (8, '0001-01-01', 8, 180, 'RFC 5321 4.5.4.1: 2 or 3 hours later on', '2026-11-22');
CREATE TABLE acknowledgement (
  id          INTEGER PRIMARY KEY,
  purchase_id INTEGER NOT NULL REFERENCES purchase_order (id),
  dated       TEXT NOT NULL,
  reference   TEXT NOT NULL,                        -- the supplier's own number
  refused     TEXT NOT NULL,                        -- the reason, '' not refused
  price       TEXT NOT NULL CHECK (price IN ('as_ordered', 'raised', 'accepted', 'replaced')),
  recorded_at TEXT NOT NULL
) STRICT;
CREATE TABLE acknowledgement_line (
  acknowledgement_id INTEGER NOT NULL REFERENCES acknowledgement (id),
  purchase_line_id   INTEGER NOT NULL REFERENCES purchase_line (id),
  quantity           INTEGER NOT NULL CHECK (quantity >= 0),  -- that will come
  backorder          INTEGER NOT NULL CHECK (backorder >= 0), -- that will come later, or not
  price              INTEGER NOT NULL CHECK (price >= 0),     -- a piece, in the purchase order's currency
  ship_date          TEXT NOT NULL,                           -- '' not said
  PRIMARY KEY (acknowledgement_id, purchase_line_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE parcel (
  id           INTEGER PRIMARY KEY,
  tracking     TEXT NOT NULL CHECK (tracking <> ''),
  tracking_key TEXT NOT NULL,                       -- capitals, without blanks
  carrier      TEXT NOT NULL,                       -- '' unknown
  carrier_key  TEXT NOT NULL,                       -- lower case, blanks folded
  purchase_id  INTEGER REFERENCES purchase_order (id), -- NULL: sent without one
  shipped_on   TEXT NOT NULL,
  scanned_on   TEXT NOT NULL,                       -- the carrier's first scan
  delivered_on TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('label_made', 'shipped', 'in_transit', 'customs_hold', 'out_for_delivery', 'delivered', 'returned', 'lost')),
  created_at   TEXT NOT NULL,
  archived_at  TEXT NOT NULL DEFAULT '',            -- entered by mistake: its pieces do not count
  version      INTEGER NOT NULL DEFAULT 1,
  UNIQUE (carrier_key, tracking_key),
  CHECK ((state = 'delivered') = (delivered_on <> ''))
) STRICT;
CREATE TABLE parcel_line (
  parcel_id INTEGER NOT NULL REFERENCES parcel (id),
  line_id   INTEGER NOT NULL REFERENCES order_line (id),
  quantity  INTEGER NOT NULL CHECK (quantity > 0),
  extra     INTEGER NOT NULL DEFAULT 0 CHECK (extra BETWEEN 0 AND quantity),
  PRIMARY KEY (parcel_id, line_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE parcel_event (
  id          INTEGER PRIMARY KEY,
  parcel_id   INTEGER NOT NULL REFERENCES parcel (id),
  state       TEXT NOT NULL,
  happened_on TEXT NOT NULL CHECK (happened_on <> ''),
  note        TEXT NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;
CREATE TABLE carrier_link (
  id          INTEGER PRIMARY KEY,
  carrier     TEXT NOT NULL CHECK (carrier <> ''),
  carrier_key TEXT NOT NULL,
  url         TEXT NOT NULL CHECK (url LIKE 'https://%{tracking}%' OR url LIKE 'http://%{tracking}%'),
  valid_from  TEXT NOT NULL CHECK (valid_from <> ''),
  source      TEXT NOT NULL,
  checked_on  TEXT NOT NULL,                        -- '' nobody has looked yet
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (carrier_key, valid_from)
) STRICT;
INSERT INTO carrier_link VALUES (1, 'DHL', 'dhl', 'https://www.dhl.com/en/express/tracking.html?AWB={tracking}', '0001-01-01', 'www.dhl.com', '', 1);
INSERT INTO carrier_link VALUES (2, 'UPS', 'ups', 'https://www.ups.com/track?tracknum={tracking}', '0001-01-01', 'www.ups.com', '', 1);
INSERT INTO carrier_link VALUES (3, 'FedEx', 'fedex', 'https://www.fedex.com/fedextrack/?trknbr={tracking}', '0001-01-01', 'www.fedex.com', '', 1);
INSERT INTO carrier_link VALUES (4, 'USPS', 'usps', 'https://tools.usps.com/go/TrackConfirmAction?tLabels={tracking}', '0001-01-01', 'tools.usps.com', '', 1);
INSERT INTO carrier_link VALUES (5, 'Royal Mail', 'royal mail', 'https://www.royalmail.com/track-your-item#/tracking-results/{tracking}', '0001-01-01', 'www.royalmail.com', '', 1);
INSERT INTO carrier_link VALUES (6, '17TRACK', '17track', 'https://t.17track.net/en#nums={tracking}', '0001-01-01', 'www.17track.net', '', 1);
CREATE TABLE work_week (
  id         INTEGER PRIMARY KEY,
  country    TEXT NOT NULL CHECK (length(country) = 2),
  days_off   TEXT NOT NULL,                         -- 'sat sun'; '' none
  time_zone  TEXT NOT NULL,                         -- '' not one for the country
  valid_from TEXT NOT NULL CHECK (valid_from <> ''),
  source     TEXT NOT NULL,
  checked_on TEXT NOT NULL,                         -- '' nobody has looked yet
  version    INTEGER NOT NULL DEFAULT 1,
  UNIQUE (country, valid_from)
) STRICT;
INSERT INTO work_week VALUES (1, 'CN', 'sat sun', 'Asia/Shanghai', '0001-01-01', 'IANA time zone database', '', 1);
INSERT INTO work_week VALUES (2, 'HK', 'sat sun', 'Asia/Hong_Kong', '0001-01-01', 'IANA time zone database', '', 1);
INSERT INTO work_week VALUES (3, 'DE', 'sat sun', 'Europe/Berlin', '0001-01-01', 'IANA time zone database', '', 1);
INSERT INTO work_week VALUES (4, 'FR', 'sat sun', 'Europe/Paris', '0001-01-01', 'IANA time zone database', '', 1);
INSERT INTO work_week VALUES (5, 'IT', 'sat sun', 'Europe/Rome', '0001-01-01', 'IANA time zone database', '', 1);
INSERT INTO work_week VALUES (6, 'NL', 'sat sun', 'Europe/Amsterdam', '0001-01-01', 'IANA time zone database', '', 1);
INSERT INTO work_week VALUES (7, 'PL', 'sat sun', 'Europe/Warsaw', '0001-01-01', 'IANA time zone database', '', 1);
INSERT INTO work_week VALUES (8, 'GB', 'sat sun', 'Europe/London', '0001-01-01', 'IANA time zone database', '', 1);
CREATE TABLE holiday (
  id          INTEGER PRIMARY KEY,
  country     TEXT NOT NULL,
  supplier_id INTEGER REFERENCES supplier (id),     -- NULL: the whole country
  day         TEXT NOT NULL CHECK (day <> ''),
  name        TEXT NOT NULL,
  source      TEXT NOT NULL,
  checked_on  TEXT NOT NULL,                        -- '' nobody has looked yet
  version     INTEGER NOT NULL DEFAULT 1,
  CHECK (country <> '' OR supplier_id IS NOT NULL)
) STRICT;
INSERT INTO holiday VALUES (1, 'DE', NULL, '2026-12-25', 'Christmas Day', 'public holidays of all German states', '', 1);
INSERT INTO holiday VALUES (2, 'DE', NULL, '2026-12-26', 'Second Day of Christmas', 'public holidays of all German states', '', 1);
INSERT INTO holiday VALUES (3, 'DE', NULL, '2027-01-01', 'New Year''s Day', 'public holidays of all German states', '', 1);
INSERT INTO holiday VALUES (4, 'DE', NULL, '2027-03-26', 'Good Friday', 'public holidays of all German states', '', 1);
INSERT INTO holiday VALUES (5, 'DE', NULL, '2027-03-29', 'Easter Monday', 'public holidays of all German states', '', 1);
INSERT INTO holiday VALUES (6, 'FR', NULL, '2026-12-25', 'Christmas Day', 'Code du travail, art. L3133-1', '', 1);
INSERT INTO holiday VALUES (7, 'FR', NULL, '2027-01-01', 'New Year''s Day', 'Code du travail, art. L3133-1', '', 1);
INSERT INTO holiday VALUES (8, 'GB', NULL, '2026-12-25', 'Christmas Day', 'Banking and Financial Dealings Act 1971', '', 1);
INSERT INTO holiday VALUES (9, 'GB', NULL, '2026-12-28', 'Boxing Day, moved from Saturday', 'Banking and Financial Dealings Act 1971', '', 1);
INSERT INTO holiday VALUES (10, 'GB', NULL, '2027-01-01', 'New Year''s Day', 'Banking and Financial Dealings Act 1971', '', 1);
INSERT INTO holiday VALUES (11, 'US', NULL, '2026-11-26', 'Thanksgiving Day', '5 U.S.C. 6103', '', 1);
INSERT INTO holiday VALUES (12, 'US', NULL, '2026-12-25', 'Christmas Day', '5 U.S.C. 6103', '', 1);
INSERT INTO holiday VALUES (13, 'US', NULL, '2027-01-01', 'New Year''s Day', '5 U.S.C. 6103', '', 1);
INSERT INTO holiday VALUES (14, 'CN', NULL, '2027-01-01', 'New Year''s Day', 'State Council, public holidays', '', 1);
INSERT INTO holiday VALUES (15, 'CN', NULL, '2027-02-06', 'Spring Festival', 'lunar calendar, first day of the year', '', 1);
CREATE TABLE promise (
  order_id     INTEGER PRIMARY KEY,                 -- no foreign key: removed by the trigger below
  ship_by      TEXT NOT NULL,
  deliver_from TEXT NOT NULL,
  deliver_by   TEXT NOT NULL CHECK (deliver_by >= deliver_from AND deliver_from >= ship_by),
  supplier_id  INTEGER,                             -- who it was reckoned on, NULL: on the settings
  reckoned     TEXT NOT NULL,                       -- how, in words
  made_at      TEXT NOT NULL
) STRICT;
CREATE TABLE tax_area (
  area       TEXT NOT NULL,
  country    TEXT NOT NULL CHECK (length(country) = 2),
  valid_from TEXT NOT NULL,
  valid_to   TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (area, country, valid_from)
) STRICT, WITHOUT ROWID;
INSERT INTO tax_area VALUES ('EU', 'AT', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'BE', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'BG', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'CY', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'CZ', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'DE', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'DK', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'EE', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'ES', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'FI', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'FR', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'GR', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'HR', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'HU', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'IE', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'IT', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'LT', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'LU', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'LV', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'MT', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'NL', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'PL', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'PT', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'RO', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'SE', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'SI', '2013-07-01', '');
INSERT INTO tax_area VALUES ('EU', 'SK', '2013-07-01', '');
CREATE TABLE tax_rule (
  id          INTEGER PRIMARY KEY,
  country     TEXT NOT NULL CHECK (country <> ''),  -- of destination: a country or an area
  kind        TEXT NOT NULL CHECK (kind IN ('vat_at_sale', 'duty_relief', 'duty', 'surcharge', 'flat_duty', 'import_vat', 'handling_fee', 'sales_threshold')),
  hs          TEXT NOT NULL DEFAULT '' CHECK (hs NOT GLOB '*[^0-9]*'), -- the first digits of the tariff code; '' all
  origin      TEXT NOT NULL DEFAULT '',             -- where the goods were made; '' anywhere
  value       TEXT NOT NULL,                        -- percent, or an amount of currency
  currency    TEXT NOT NULL DEFAULT '',
  per         TEXT NOT NULL DEFAULT '' CHECK (per IN ('', 'consignment', 'hs6', 'item')),
  basis       TEXT NOT NULL DEFAULT '' CHECK (basis IN ('', 'cif', 'fob')),
  up_to       TEXT NOT NULL DEFAULT '',             -- only consignments of at most this value
  up_to_in    TEXT NOT NULL DEFAULT '',             -- its currency; '' that of the rule
  taxed       INTEGER NOT NULL DEFAULT 0 CHECK (taxed IN (0, 1)), -- import tax falls on it
  valid_from  TEXT NOT NULL,
  valid_to    TEXT NOT NULL DEFAULT '',
  source      TEXT NOT NULL DEFAULT '',
  checked_on  TEXT NOT NULL DEFAULT '',
  counts      INTEGER NOT NULL DEFAULT 1 CHECK (counts IN (0, 1)),
  note        TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (country, kind, hs, origin, valid_from),
  CHECK (valid_to = '' OR valid_to >= valid_from),
  CHECK ((kind IN ('duty', 'surcharge', 'import_vat')) = (currency = '')),
  CHECK ((kind IN ('flat_duty', 'handling_fee')) = (per <> ''))
) STRICT;
INSERT INTO tax_rule VALUES (1, 'EU', 'vat_at_sale', '', '', '150', 'EUR', '', '', '', '', 0, '2021-07-01', '', 'Directive (EU) 2017/2455: import one-stop shop (IOSS)', '2026-11-22', 1, 'Goods of a consignment worth at most this are taxed when they are sold, by IOSS; the scheme is voluntary.', 1);
INSERT INTO tax_rule VALUES (2, 'EU', 'duty_relief', '', '', '150', 'EUR', '', '', '', '', 0, '2010-01-01', '2026-06-30', 'Regulation (EC) 1186/2009, ended by Regulation (EU) 2026/382', '2026-11-22', 1, '', 1);
INSERT INTO tax_rule VALUES (3, 'EU', 'flat_duty', '', '', '3', 'EUR', 'hs6', '', '150', '', 0, '2026-07-01', '2028-07-01', 'Regulation (EU) 2026/382; DR 2026/1022; IR 2026/1200', '2026-11-22', 1, 'For each tariff line, not each piece. IOSS consignments: no VAT on it (EAS); other clearance: sources disagree.', 1);
INSERT INTO tax_rule VALUES (4, 'EU', 'handling_fee', '', '', '2', 'EUR', 'hs6', '', '150', '', 0, '2026-11-01', '', 'Planned EU handling fee; amount by delegated act', '2026-11-22', 0, 'Whether it started, and how much it is, is not verified.', 1);
INSERT INTO tax_rule VALUES (5, 'RO', 'handling_fee', '', '', '25', 'RON', 'consignment', '', '150', 'EUR', 0, '2026-01-01', '', 'Romanian logistics fee on parcels of low value', '2026-11-22', 1, '', 1);
INSERT INTO tax_rule VALUES (6, 'FR', 'handling_fee', '', '', '2', 'EUR', 'hs6', '', '150', '', 0, '2026-03-01', '', 'French fee on small parcels, for each tariff line', '2026-11-22', 1, '', 1);
INSERT INTO tax_rule VALUES (7, 'IT', 'handling_fee', '', '', '2', 'EUR', 'consignment', '', '150', '', 0, '2026-07-01', '', 'Italian fee on small parcels, reported postponed from 2026-01-01', '2026-11-22', 1, 'Sources disagree on the start.', 1);
INSERT INTO tax_rule VALUES (8, 'GB', 'vat_at_sale', '', '', '135', 'GBP', '', '', '', '', 0, '2021-01-01', '', 'gov.uk: VAT and overseas goods sold directly to customers in the UK', '2026-11-22', 1, 'Value without VAT; UK VAT is charged on the selling price.', 1);
INSERT INTO tax_rule VALUES (9, 'GB', 'duty_relief', '', '', '135', 'GBP', '', '', '', '', 0, '2021-01-01', '', 'gov.uk: relief from customs duty; ends by March 2029 at the latest', '2026-11-22', 1, '', 1);
INSERT INTO tax_rule VALUES (10, 'GB', 'import_vat', '', '', '20', '', '', '', '', '', 0, '2011-01-04', '', 'HMRC: VAT rates, standard rate', '2026-11-22', 1, '', 1);
INSERT INTO tax_rule VALUES (11, 'FR', 'import_vat', '', '', '20', '', '', '', '', '', 0, '2014-01-01', '', 'Glopal: EU customs changes on 1 July 2026 (example to France)', '2026-11-22', 1, 'Standard rate.', 1);
INSERT INTO tax_rule VALUES (12, 'US', 'duty_relief', '', '', '800', 'USD', '', '', '', '', 0, '2016-03-10', '2025-08-28', '19 USC 1321; suspended for all countries from 2025-08-29', '2026-11-22', 1, '', 1);
INSERT INTO tax_rule VALUES (13, 'US', 'surcharge', '', '', '10', '', '', 'fob', '', '', 0, '2026-02-24', '2026-07-24', 'Section 122 of the Trade Act of 1974, for 150 days', '2026-11-22', 1, 'Sources say 10 or 15 percent; what follows it is not verified.', 1);
INSERT INTO tax_rule VALUES (14, 'AU', 'vat_at_sale', '', '', '1000', 'AUD', '', '', '', '', 0, '2018-07-01', '', 'Australian Border Force: low value goods', '2026-11-22', 1, '', 1);
INSERT INTO tax_rule VALUES (15, 'AU', 'duty_relief', '', '', '1000', 'AUD', '', '', '', '', 0, '2005-10-12', '', 'Australian Border Force: low value goods', '2026-11-22', 1, '', 1);
INSERT INTO tax_rule VALUES (16, 'AU', 'duty', '', '', '5', '', '', 'fob', '', '', 0, '2005-01-01', '', 'Australian Border Force: typical rate on the FOB customs value', '2026-11-22', 1, 'Typical; many goods are free.', 1);
INSERT INTO tax_rule VALUES (17, 'AU', 'import_vat', '', '', '10', '', '', '', '', '', 0, '2000-07-01', '', 'Australian Taxation Office: GST on the value of the taxable importation', '2026-11-22', 1, '', 1);
INSERT INTO tax_rule VALUES (18, 'EU', 'sales_threshold', '', '', '10000', 'EUR', '', '', '', '', 0, '2021-07-01', '', 'Directive 2006/112/EC Art. 59c: distance sales within the EU a year', '2026-11-22', 1, 'Above it the customer''s country taxes the sale (OSS).', 1);
INSERT INTO tax_rule VALUES (19, 'US', 'sales_threshold', '', '', '100000', 'USD', '', '', '', '', 0, '2018-06-21', '', 'Typical economic nexus of a state; see each state', '2026-11-22', 1, 'Or 200 transactions; differs from state to state.', 1);
CREATE TABLE drop_fee (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  amount      INTEGER NOT NULL CHECK (amount >= 0),
  currency    TEXT NOT NULL CHECK (length(currency) = 3),
  per         TEXT NOT NULL CHECK (per IN ('order', 'line', 'piece')),
  valid_from  TEXT NOT NULL,
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, valid_from)
) STRICT;
CREATE TABLE route_rule (
  id          INTEGER PRIMARY KEY,
  first_id    INTEGER NOT NULL,                     -- its first version, by which the history knows it
  name        TEXT NOT NULL CHECK (name <> ''),
  name_key    TEXT NOT NULL,
  place       INTEGER NOT NULL CHECK (place > 0),   -- rules hold in this order
  countries   TEXT NOT NULL,
  skus        TEXT NOT NULL,
  tags        TEXT NOT NULL,
  shops       TEXT NOT NULL,                        -- ids
  services    TEXT NOT NULL,                        -- shipping methods the customer chose
  value_from  INTEGER,                              -- of the order's goods, in the book's currency
  value_to    INTEGER,
  weight_from INTEGER,                              -- of the order, in grams
  weight_to   INTEGER,
  effect      TEXT NOT NULL CHECK (effect IN ('prefer', 'avoid', 'only', 'hold', 'split', 'no_split', 'single_preferred', 'single_required')),
  suppliers   TEXT NOT NULL,                        -- ids
  reason      TEXT NOT NULL,
  valid_from  TEXT NOT NULL,
  valid_to    TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  ended_at    TEXT NOT NULL DEFAULT '',
  CHECK ((effect IN ('prefer', 'avoid', 'only')) = (suppliers <> '[]')),
  CHECK (valid_to = '' OR valid_to >= valid_from)
) STRICT;
CREATE INDEX history_record ON history (kind, record_id, id);
CREATE INDEX import_record_of ON import_record (kind, record_id, batch_id);
CREATE INDEX contact_email ON contact (email) WHERE email <> '';
CREATE INDEX listing_product ON listing (product_id);
CREATE INDEX offer_product ON offer (product_id);
CREATE UNIQUE INDEX sales_order_external ON sales_order (shop_id, external_id) WHERE external_id <> '';
CREATE INDEX sales_order_number ON sales_order (shop_id, number);
CREATE INDEX sales_order_placed ON sales_order (placed_on, id);
CREATE INDEX sales_order_batch ON sales_order (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX order_line_product ON order_line (product_id);
CREATE INDEX allocation_line ON allocation (line_id);
CREATE INDEX purchase_order_supplier ON purchase_order (supplier_id, state);
CREATE INDEX purchase_line_line ON purchase_line (line_id);
CREATE INDEX purchase_line_order ON purchase_line (order_id);
CREATE INDEX journal_entry_order ON journal_entry (order_id);
CREATE INDEX journal_entry_batch ON journal_entry (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX cost_fact_order ON cost_fact (order_id);
CREATE INDEX sales_order_waiting ON sales_order (placed_at, id)
WHERE cancelled_on = '' AND payment NOT IN ('voided', 'refunded') AND fulfilment NOT IN ('fulfilled', 'restocked');
CREATE INDEX sales_order_unbooked ON sales_order (id) WHERE unbooked_reason <> '';
CREATE INDEX mail_message_open ON mail_message (id) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX acknowledgement_purchase ON acknowledgement (purchase_id, id);
CREATE INDEX parcel_purchase ON parcel (purchase_id) WHERE purchase_id IS NOT NULL;
CREATE INDEX parcel_tracking ON parcel (tracking_key);
CREATE INDEX parcel_open ON parcel (id) WHERE archived_at = '' AND state <> 'delivered';
CREATE INDEX parcel_line_line ON parcel_line (line_id);
CREATE INDEX parcel_event_parcel ON parcel_event (parcel_id, happened_on);
CREATE UNIQUE INDEX holiday_day ON holiday (country, COALESCE(supplier_id, 0), day);
CREATE INDEX promise_deliver ON promise (deliver_by);
CREATE UNIQUE INDEX route_rule_name ON route_rule (name_key) WHERE ended_at = '';
CREATE TRIGGER history_is_kept BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER history_is_fixed BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER allocation_fits_line BEFORE INSERT ON allocation
WHEN (SELECT quantity FROM order_line WHERE id = NEW.line_id)
   < NEW.quantity + (SELECT COALESCE(SUM(quantity), 0) FROM allocation WHERE line_id = NEW.line_id AND cancelled_at = '')
BEGIN SELECT RAISE(ABORT, 'a line quantity is allocated once only'); END;
CREATE TRIGGER allocation_is_kept BEFORE UPDATE ON allocation
WHEN NEW.line_id <> OLD.line_id OR NEW.quantity <> OLD.quantity OR OLD.cancelled_at <> ''
  OR NEW.supplier_id <> OLD.supplier_id OR NEW.unit_cost <> OLD.unit_cost
  OR (NEW.cancelled_at <> '' AND EXISTS (
       SELECT 1 FROM purchase_line l JOIN purchase_order p ON p.id = l.purchase_id
       WHERE l.allocation_id = OLD.id AND p.state IN ('sent', 'unknown', 'acknowledged', 'part_shipped', 'shipped', 'closed')))
BEGIN SELECT RAISE(ABORT, 'an allocation is not changed, and not cancelled once it was forwarded'); END;
CREATE TRIGGER forwarding_once BEFORE INSERT ON forwarding
WHEN EXISTS (
  SELECT 1 FROM purchase_line mine
  JOIN order_line l ON l.id = mine.line_id
  WHERE mine.purchase_id = NEW.purchase_id
    AND l.quantity < (SELECT SUM(o.quantity) FROM purchase_line o
                      JOIN purchase_order p ON p.id = o.purchase_id
                      LEFT JOIN forwarding f ON f.purchase_id = o.purchase_id
                      WHERE o.line_id = mine.line_id
                        AND (o.purchase_id = NEW.purchase_id OR (f.id IS NOT NULL AND p.state NOT IN ('refused', 'cancelled')))))
BEGIN SELECT RAISE(ABORT, 'a line quantity is forwarded once only'); END;
CREATE TRIGGER journal_balances BEFORE INSERT ON journal_entry
WHEN (SELECT COUNT(*) < 2 OR SUM(amount) <> 0 OR SUM(foreign_amount) <> 0 OR MIN(dated) <> NEW.dated OR MAX(dated) <> NEW.dated
      FROM posting WHERE entry_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a journal entry must balance'); END;
CREATE TRIGGER posting_sealed BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'a posted journal entry is never added to'); END;
CREATE TRIGGER posting_fixed BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are never changed: post a reversal'); END;
CREATE TRIGGER posting_kept BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are never deleted: post a reversal'); END;
CREATE TRIGGER journal_entry_fixed BEFORE UPDATE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal entries are never changed: post a reversal'); END;
CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal entries are never deleted: post a reversal'); END;
CREATE TRIGGER cost_fact_fixed BEFORE UPDATE ON cost_fact
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.amount <> OLD.amount OR NEW.base_amount <> OLD.base_amount
  OR NEW.order_id <> OLD.order_id OR NEW.state <> OLD.state OR NEW.type <> OLD.type OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a cost fact is never changed: record a better one'); END;
CREATE TRIGGER cost_fact_kept BEFORE DELETE ON cost_fact
BEGIN SELECT RAISE(ABORT, 'a cost fact is never deleted: record a better one'); END;
CREATE TRIGGER mail_message_starts_queued BEFORE INSERT ON mail_message
WHEN NEW.state <> 'queued'
BEGIN SELECT RAISE(ABORT, 'a message begins as queued'); END;
CREATE TRIGGER mail_message_fixed BEFORE UPDATE ON mail_message
WHEN NEW.forwarding_id <> OLD.forwarding_id OR NEW.supplier_id <> OLD.supplier_id OR NEW.message_id <> OLD.message_id
  OR NEW.sender <> OLD.sender OR NEW.recipient <> OLD.recipient OR NEW.subject <> OLD.subject OR NEW.bytes <> OLD.bytes
  OR NEW.sha256 <> OLD.sha256 OR NEW.queued_at <> OLD.queued_at
BEGIN SELECT RAISE(ABORT, 'a message is never changed'); END;
CREATE TRIGGER mail_message_kept BEFORE DELETE ON mail_message
BEGIN SELECT RAISE(ABORT, 'a message is never deleted'); END;
CREATE TRIGGER mail_message_steps BEFORE UPDATE ON mail_message
WHEN NEW.state <> OLD.state AND NOT (
     (OLD.state = 'queued' AND NEW.state IN ('sending', 'failed'))
  OR (OLD.state = 'sending' AND NEW.state IN ('queued', 'sent', 'failed', 'unknown'))
  OR (OLD.state = 'unknown' AND NEW.state IN ('sent', 'failed')))
BEGIN SELECT RAISE(ABORT, 'a message is sent once only'); END;
CREATE TRIGGER mail_body_fixed BEFORE UPDATE ON mail_body
BEGIN SELECT RAISE(ABORT, 'a message is never changed'); END;
CREATE TRIGGER mail_body_kept BEFORE DELETE ON mail_body
WHEN (SELECT state FROM mail_message WHERE id = OLD.mail_id) NOT IN ('sent', 'failed')
BEGIN SELECT RAISE(ABORT, 'a message is kept until it is settled'); END;
CREATE TRIGGER acknowledgement_fixed BEFORE UPDATE ON acknowledgement
WHEN NEW.purchase_id <> OLD.purchase_id OR NEW.dated <> OLD.dated OR NEW.reference <> OLD.reference
  OR NEW.refused <> OLD.refused OR NEW.recorded_at <> OLD.recorded_at
  OR (NEW.price <> OLD.price AND NOT (OLD.price = 'raised' AND NEW.price IN ('accepted', 'replaced')))
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never changed: record a newer one'); END;
CREATE TRIGGER acknowledgement_kept BEFORE DELETE ON acknowledgement
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never deleted: record a newer one'); END;
CREATE TRIGGER acknowledgement_line_fixed BEFORE UPDATE ON acknowledgement_line
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never changed: record a newer one'); END;
CREATE TRIGGER acknowledgement_line_kept BEFORE DELETE ON acknowledgement_line
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never deleted: record a newer one'); END;
CREATE TRIGGER parcel_is_kept BEFORE DELETE ON parcel
BEGIN SELECT RAISE(ABORT, 'a parcel is never deleted: put it away'); END;
CREATE TRIGGER parcel_event_fixed BEFORE UPDATE ON parcel_event
BEGIN SELECT RAISE(ABORT, 'what happened to a parcel is never changed: add what is right'); END;
CREATE TRIGGER parcel_event_kept BEFORE DELETE ON parcel_event
BEGIN SELECT RAISE(ABORT, 'what happened to a parcel is never deleted'); END;
CREATE TRIGGER promise_fixed BEFORE UPDATE ON promise
BEGIN SELECT RAISE(ABORT, 'a promise to the customer is never changed'); END;
CREATE TRIGGER promise_kept BEFORE DELETE ON promise
WHEN EXISTS (SELECT 1 FROM sales_order WHERE id = OLD.order_id)
BEGIN SELECT RAISE(ABORT, 'a promise to the customer is never deleted'); END;
CREATE TRIGGER promise_goes AFTER DELETE ON sales_order
BEGIN DELETE FROM promise WHERE order_id = OLD.id; END;
CREATE TRIGGER route_rule_fixed BEFORE UPDATE ON route_rule
WHEN OLD.ended_at <> '' OR NEW.first_id <> OLD.first_id OR NEW.name <> OLD.name OR NEW.effect <> OLD.effect
  OR NEW.countries <> OLD.countries OR NEW.skus <> OLD.skus OR NEW.tags <> OLD.tags OR NEW.shops <> OLD.shops
  OR NEW.services <> OLD.services OR NEW.suppliers <> OLD.suppliers OR NEW.value_from IS NOT OLD.value_from
  OR NEW.value_to IS NOT OLD.value_to OR NEW.weight_from IS NOT OLD.weight_from OR NEW.weight_to IS NOT OLD.weight_to
  OR NEW.valid_from <> OLD.valid_from OR NEW.valid_to <> OLD.valid_to OR NEW.reason <> OLD.reason
BEGIN SELECT RAISE(ABORT, 'a routing rule is never changed: end it and write the next'); END;
CREATE TRIGGER route_rule_kept BEFORE DELETE ON route_rule
BEGIN SELECT RAISE(ABORT, 'a routing rule is never deleted: end it'); END;
COMMIT;
