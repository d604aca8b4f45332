PRAGMA foreign_keys = OFF;
BEGIN;
PRAGMA application_id = 1146244167;
PRAGMA user_version = 18;
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
INSERT INTO migration VALUES (6, '0006_stock', '2026-03-31T12:00:00Z', 'efcdee1cd294ed48035a6d6a599994fdc2751cef4fb6e6bb7f229b1262eb6385');
INSERT INTO migration VALUES (7, '0007_amendments', '2026-03-31T12:00:00Z', '1e74e7d3c9070db78e9e90ba1c8aaa0bc212dcd8fbe269b1db951dd2741f1393');
INSERT INTO migration VALUES (8, '0008_marketplace', '2026-03-31T12:00:00Z', 'ffafdda550255d4baf925289210764d9a76bfb9c6cea6835151b7869d517f8ae');
INSERT INTO migration VALUES (9, '0009_channels', '2026-03-31T12:00:00Z', '755e4f7191a812c1b08ab24f1445afd230bbc07c059bca70add47f171cbd575d');
INSERT INTO migration VALUES (10, '0010_tracking', '2026-03-31T12:00:00Z', '330578538ac85d20575585f11040b6348e17d8b87b8e28b2bb7e53a842a68b93');
INSERT INTO migration VALUES (11, '0011_vetting', '2026-03-31T12:00:00Z', '208d8550ea54d57c797b515983b09d40ae908019e7c072932dac285bb6cbb7cd');
INSERT INTO migration VALUES (12, '0012_cases', '2026-03-31T12:00:00Z', '0e9b74db4599dc55d0aa8bd3c0a99ca4d569f77cfd2c11a0dcef47fcfbbd448c');
INSERT INTO migration VALUES (13, '0013_answers', '2026-03-31T12:00:00Z', '19a1b8401582255cca8bf9b0a3aaa32c21ccd3fa3bb2a934327d545005591937');
INSERT INTO migration VALUES (14, '0014_returns', '2026-03-31T12:00:00Z', '8c4bd7950ed265b6f365a6f71415caa39d688001e7864298880bb6d30ed56a13');
INSERT INTO migration VALUES (15, '0015_monthly', '2026-03-31T12:00:00Z', '68d426132d995033f0dfd34db96b538e3b1d3d35b7acaccb6d329d1ada85bfaf');
INSERT INTO migration VALUES (16, '0016_scoring', '2026-03-31T12:00:00Z', 'b0240c90969a334ac66392e41f4832aa7a72aaff7eb3ba8475d21290b121dca2');
INSERT INTO migration VALUES (17, '0017_forwarding', '2026-03-31T12:00:00Z', '05c7db9243cc7fb55ad53b0b4786ad459459c16905bcedba3f84b6019dbf4cfd');
INSERT INTO migration VALUES (18, '0018_stock', '2026-03-31T12:00:00Z', '4c287b49b327dfad7a8d54674dcfa770b3266088c0932ec254c46b23cb541e6f');
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
, time_zone TEXT NOT NULL DEFAULT '', batch_lead INTEGER NOT NULL DEFAULT 15 CHECK (batch_lead BETWEEN 0 AND 720), tax_number TEXT NOT NULL DEFAULT '', website TEXT NOT NULL DEFAULT '', languages TEXT NOT NULL DEFAULT '', currencies TEXT NOT NULL DEFAULT '', requalify_on TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO supplier VALUES (1, 'Northern Light', 'northern light', 'wholesaler', 'approved', 'orders@northern.example', 'DK', 'USD', 'en', 2, '14:00', 30, 'folder', 'daily', 30, '', 1, '', 15, '', '', '', '', '');
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
, hazard TEXT NOT NULL DEFAULT ''
  CHECK (hazard IN ('', 'battery', 'flammable', 'aerosol', 'liquid', 'magnet', 'blade', 'other')), not_to TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO product VALUES (1, '00123', 'Desk lamp', '940520', 'DK', 900, '', '', 1, '', '');
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
, stock_cost INTEGER CHECK (stock_cost >= 0 AND (stock_cost IS NULL OR unit_cost = 0))) STRICT;
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
, kind TEXT NOT NULL DEFAULT 'dropship' CHECK (kind IN ('dropship', 'replenishment')), ship_to_id INTEGER REFERENCES supplier (id) CHECK ((kind = 'replenishment') = (ship_to_id IS NOT NULL)), reference TEXT NOT NULL DEFAULT '' CHECK (reference = '' OR kind = 'replenishment')) STRICT;
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
INSERT INTO account VALUES (20, '1300', 'Stock at 3PLs', 'asset', '');
INSERT INTO account VALUES (21, '1310', 'Stock set apart for orders', 'asset', '');
INSERT INTO account VALUES (22, '5110', 'Drop fees', 'expense', 'cm2');
INSERT INTO account VALUES (23, '5120', 'Picking and packing', 'expense', 'cm2');
INSERT INTO account VALUES (24, '5910', 'Stock differences and returns', 'expense', '');
INSERT INTO account VALUES (25, '5130', 'Receiving, storage and monthly fees of 3PLs', 'expense', '');
INSERT INTO account VALUES (26, '2020', 'Cards, not yet taken from the bank', 'liability', '');
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
  checked_on   TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (valid_from, tries)
) STRICT;
INSERT INTO retry_rule VALUES (1, '0001-01-01', 1, 1, 'short, for greylisting; RFC 5321 4.5.4.1 leaves the first tries to the sender', '2026-11-22', 1);
INSERT INTO retry_rule VALUES (2, '0001-01-01', 2, 5, 'short, for greylisting; RFC 5321 4.5.4.1 leaves the first tries to the sender', '2026-11-22', 1);
INSERT INTO retry_rule VALUES (3, '0001-01-01', 3, 15, 'short, for greylisting; RFC 5321 4.5.4.1 leaves the first tries to the sender', '2026-11-22', 1);
INSERT INTO retry_rule VALUES (4, '0001-01-01', 4, 30, 'RFC 5321 4.5.4.1: at least 30 minutes', '2026-11-22', 1);
INSERT INTO retry_rule VALUES (5, '0001-01-01', 5, 60, 'RFC 5321 4.5.4.1: at least 30 minutes', '2026-11-22', 1);
INSERT INTO retry_rule VALUES (6, '0001-01-01', 6, 120, 'RFC 5321 4.5.4.1: 2 or 3 hours later on', '2026-11-22', 1);
INSERT INTO retry_rule VALUES (7, '0001-01-01', 7, 180, 'RFC 5321 4.5.4.1: 2 or 3 hours later on', '2026-11-22', 1);
INSERT INTO retry_rule VALUES (8, '0001-01-01', 8, 180, 'RFC 5321 4.5.4.1: 2 or 3 hours later on', '2026-11-22', 1);
CREATE TABLE acknowledgement (
  id          INTEGER PRIMARY KEY,
  purchase_id INTEGER NOT NULL REFERENCES purchase_order (id),
  dated       TEXT NOT NULL,
  reference   TEXT NOT NULL,                        -- the supplier's own number
  refused     TEXT NOT NULL,                        -- the reason, '' not refused
  price       TEXT NOT NULL CHECK (price IN ('as_ordered', 'raised', 'accepted', 'replaced')),
  recorded_at TEXT NOT NULL
, undone_at TEXT NOT NULL DEFAULT '') STRICT;
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
  version      INTEGER NOT NULL DEFAULT 1, verified_on TEXT NOT NULL DEFAULT '' CHECK (verified_on = '' OR state = 'delivered'), condition TEXT NOT NULL DEFAULT '' CHECK (condition IN ('', 'sealed', 'opened', 'damaged', 'incomplete')), next_step TEXT NOT NULL DEFAULT '' CHECK (next_step IN ('', 'send_again', 'refund', 'restock', 'claim', 'write_off')),
  UNIQUE (carrier_key, tracking_key),
  CHECK ((state = 'delivered') = (delivered_on <> ''))
) STRICT;
CREATE TABLE parcel_line (
  parcel_id INTEGER NOT NULL REFERENCES parcel (id),
  line_id   INTEGER NOT NULL REFERENCES order_line (id),
  quantity  INTEGER NOT NULL CHECK (quantity > 0),
  extra     INTEGER NOT NULL DEFAULT 0 CHECK (extra BETWEEN 0 AND quantity), back INTEGER NOT NULL DEFAULT 0 CHECK (back BETWEEN 0 AND quantity),
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
CREATE TABLE cost_type (
  type       TEXT PRIMARY KEY,
  level      INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4),
  account_id INTEGER NOT NULL REFERENCES account (id)
) STRICT, WITHOUT ROWID;
INSERT INTO cost_type VALUES ('drop_fee', 2, 22);
INSERT INTO cost_type VALUES ('marketplace_fee', 2, 17);
INSERT INTO cost_type VALUES ('own_stock', 1, 14);
INSERT INTO cost_type VALUES ('payment_fee', 2, 16);
INSERT INTO cost_type VALUES ('pick_pack', 2, 23);
INSERT INTO cost_type VALUES ('product', 1, 14);
INSERT INTO cost_type VALUES ('supplier_shipping', 2, 15);
CREATE TABLE "cost_fact" (
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
CREATE TABLE sent_address (
  purchase_id INTEGER NOT NULL REFERENCES purchase_order (id),
  order_id    INTEGER NOT NULL REFERENCES sales_order (id),
  contact_id  INTEGER NOT NULL REFERENCES contact (id),
  PRIMARY KEY (purchase_id, order_id)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE amendment_line (
  amendment_id     INTEGER NOT NULL REFERENCES amendment (id),
  purchase_line_id INTEGER NOT NULL REFERENCES purchase_line (id),
  before           INTEGER NOT NULL CHECK (before > 0),
  quantity         INTEGER NOT NULL CHECK (quantity >= 0 AND quantity < before),
  agreed           INTEGER CHECK (agreed BETWEEN quantity AND before), -- NULL until the supplier agreed
  PRIMARY KEY (amendment_id, purchase_line_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE "forwarding" (
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
CREATE TABLE market_site (
  id         INTEGER PRIMARY KEY,
  site       TEXT NOT NULL CHECK (site <> ''),
  site_key   TEXT NOT NULL,                         -- lower case, blanks folded
  valid_from TEXT NOT NULL CHECK (valid_from <> ''),
  fields     TEXT NOT NULL CHECK (fields <> ''),    -- 'country name phone address1 ...'
  phone      TEXT NOT NULL CHECK (phone IN ('as_given', 'digits', 'plus_digits')),
  note       TEXT NOT NULL,                         -- to the seller
  columns    TEXT NOT NULL,                         -- JSON [{"title","value"}]
  source     TEXT NOT NULL,
  checked_on TEXT NOT NULL,                         -- '' nobody has looked yet
  version    INTEGER NOT NULL DEFAULT 1, file TEXT NOT NULL DEFAULT 'csv' CHECK (file IN ('csv', 'xlsx')),
  UNIQUE (site_key, valid_from)
) STRICT;
INSERT INTO market_site VALUES (1, 'AliExpress', 'aliexpress', '0001-01-01', 'country name phone address1 address2 province city zip', 'plus_digits', '', '', 'the usual order of the form; not yet compared with the site', '', 1, 'csv');
INSERT INTO market_site VALUES (2, 'Temu', 'temu', '0001-01-01', 'country name phone address1 address2 city province zip', 'plus_digits', '', '', 'the usual order of the form; not yet compared with the site', '', 1, 'csv');
INSERT INTO market_site VALUES (3, '1688', '1688', '0001-01-01', 'name phone country province city address1 address2 zip', 'plus_digits', '', '', 'the usual order of the form; not yet compared with the site', '', 1, 'csv');
INSERT INTO market_site VALUES (4, 'CJ Dropshipping', 'cj dropshipping', '0001-01-01', 'name country province city address1 address2 zip phone email', 'plus_digits', '', '', 'the usual order of the form; not yet compared with the site', '', 1, 'csv');
INSERT INTO market_site VALUES (5, 'AliExpress by DSers', 'aliexpress by dsers', '0001-01-01', 'country name phone address1 address2 province city zip', 'plus_digits', '', '[{"title":"Order number","value":"order"},{"title":"Date","value":"date"},{"title":"Country","value":"country"},{"title":"Product id","value":"product_id"},{"title":"SKU","value":"supplier_sku"},{"title":"Product count","value":"quantity"},{"title":"Order memo","value":"note"},{"title":"Contact person","value":"name"},{"title":"Mobile no","value":"phone"},{"title":"Email","value":"email"},{"title":"Address","value":"address1 plain"},{"title":"Address2","value":"address2 plain"},{"title":"Province","value":"province"},{"title":"City","value":"city"},{"title":"Zip","value":"zip"},{"title":"RUT","value":""},{"title":"Personal Clearance ID","value":""},{"title":"Passport/ Alien registration Card Number","value":""},{"title":"CPF","value":""}]', 'https://help.dsers.com/place-csv-orders', '2026-11-23', 1, 'csv');
INSERT INTO market_site VALUES (6, '3PL file', '3pl file', '0001-01-01', 'name company address1 address2 city province zip country phone', 'as_given', '', '[{"title":"order id","value":"order"},{"title":"ship_name","value":"name"},{"title":"ship_attn","value":"company"},{"title":"ship_address_1","value":"address1"},{"title":"ship_address_2","value":"address2"},{"title":"ship_city","value":"city"},{"title":"ship_state","value":"province"},{"title":"ship_zipcode","value":"zip"},{"title":"ship_country","value":"country_code"},{"title":"ship_email","value":"email"},{"title":"ship_phone","value":"phone"},{"title":"product_sku","value":"supplier_sku"},{"title":"product_qty","value":"quantity"},{"title":"product_name","value":"product"}]', 'https://support.missingink.com/knowledgebase/fulfillment-csv-formatting', '2026-11-23', 1, 'csv');
INSERT INTO market_site VALUES (7, 'CJ Dropshipping file', 'cj dropshipping file', '0001-01-01', 'name country province city address1 address2 zip phone email', 'plus_digits', '', '[{"title":"Order Number","value":"order"},{"title":"SKU","value":"supplier_sku"},{"title":"Quantity","value":"quantity"},{"title":"Product Title","value":"product"},{"title":"Customer Name","value":"name"},{"title":"Country","value":"country"},{"title":"Country Code","value":"country_code"},{"title":"Province","value":"province"},{"title":"City","value":"city"},{"title":"Address","value":"address1"},{"title":"Address 2","value":"address2"},{"title":"ZIP","value":"zip"},{"title":"Phone","value":"phone"},{"title":"Email","value":"email"},{"title":"Remark","value":"note"}]', 'not verified: no published layout was found; compare it with the template that CJ offers for download, and change it before the first upload', '', 1, 'xlsx');
INSERT INTO market_site VALUES (8, 'ShipBob file', 'shipbob file', '0001-01-01', 'name company address1 address2 city province zip country phone email', 'as_given', '', '[{"title":"Order Number","value":"order"},{"title":"Ship To Name","value":"name"},{"title":"Company","value":"company"},{"title":"Address 1","value":"address1"},{"title":"Address 2","value":"address2"},{"title":"City","value":"city"},{"title":"State","value":"province"},{"title":"Zip Code","value":"zip"},{"title":"Country","value":"country_code"},{"title":"Phone","value":"phone"},{"title":"Email","value":"email"},{"title":"SKU","value":"supplier_sku"},{"title":"Quantity","value":"quantity"}]', 'not verified: no published layout was found; compare it with the template that ShipBob offers for download, and change it before the first upload', '', 1, 'csv');
INSERT INTO market_site VALUES (9, 'ShipStation file', 'shipstation file', '0001-01-01', 'name company address1 address2 city province zip country phone email', 'as_given', '', '[{"title":"Order Number","value":"order"},{"title":"Order Date","value":"date"},{"title":"Recipient Name","value":"name"},{"title":"Company","value":"company"},{"title":"Address 1","value":"address1"},{"title":"Address 2","value":"address2"},{"title":"City","value":"city"},{"title":"State","value":"province"},{"title":"Postal Code","value":"zip"},{"title":"Country Code","value":"country_code"},{"title":"Phone","value":"phone"},{"title":"Email","value":"email"},{"title":"SKU","value":"supplier_sku"},{"title":"Item Name","value":"product"},{"title":"Quantity","value":"quantity"},{"title":"Notes","value":"note"}]', 'https://help.shipstation.com/hc/en-us/articles/360036323571: headings are free and matched once there', '2026-11-23', 1, 'csv');
INSERT INTO market_site VALUES (10, 'Shippingbo file', 'shippingbo file', '0001-01-01', 'name company address1 city zip country phone email', 'as_given', '', '[{"title":"date","value":"date"},{"title":"orderId","value":"order"},{"title":"lineId","value":"line"},{"title":"sku","value":"supplier_sku"},{"title":"quantity","value":"quantity"},{"title":"name","value":"name"},{"title":"address1","value":"address1"},{"title":"postcode","value":"zip"},{"title":"city","value":"city"},{"title":"country","value":"country_code"},{"title":"companyName","value":"company"},{"title":"description","value":"product"}]', 'https://knowledge.shippingbo.com/en/uploading', '2026-11-23', 1, 'csv');
INSERT INTO market_site VALUES (11, 'Teapplix file', 'teapplix file', '0001-01-01', 'name company address1 address2 city province zip country phone email', 'as_given', '', '[{"title":"OrderId","value":"order"},{"title":"OrderDate","value":"date stamp"},{"title":"OrderItemId","value":"line"},{"title":"ItemName","value":"supplier_sku"},{"title":"ItemDescription","value":"product"},{"title":"Qty","value":"quantity"},{"title":"Email","value":"email"},{"title":"Phone","value":"phone"},{"title":"ShipToName","value":"name"},{"title":"ShipToCompany","value":"company"},{"title":"ShipToStreet1","value":"address1"},{"title":"ShipToStreet2","value":"address2"},{"title":"ShipToCity","value":"city"},{"title":"ShipToState","value":"province"},{"title":"ShipToZipCode","value":"zip"},{"title":"ShipToCountry","value":"country_code"}]', 'https://teapplix.com/help/?page_id=3930', '2026-11-23', 1, 'csv');
INSERT INTO market_site VALUES (12, 'ShippingEasy file', 'shippingeasy file', '0001-01-01', 'name company address1 address2 city province zip country phone email', 'as_given', '', '[{"title":"Order Number","value":"order"},{"title":"Order Date","value":"date us"},{"title":"Full Name","value":"name"},{"title":"Company","value":"company"},{"title":"Address Line 1","value":"address1"},{"title":"Address Line 2","value":"address2"},{"title":"City","value":"city"},{"title":"State","value":"province"},{"title":"Postal Code","value":"zip"},{"title":"Country","value":"country_code"},{"title":"Phone","value":"phone"},{"title":"Email","value":"email"},{"title":"SKU","value":"supplier_sku"},{"title":"Item Name","value":"product"},{"title":"Quantity","value":"quantity"}]', 'not verified: only a part of the headings is known; compare them with the template that ShippingEasy offers for download', '', 1, 'csv');
CREATE TABLE storefront (
  supplier_id INTEGER PRIMARY KEY REFERENCES supplier (id),
  site_key    TEXT NOT NULL CHECK (site_key <> '')
) STRICT;
CREATE TABLE market_link (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  product_id  INTEGER REFERENCES product (id),
  valid_from  TEXT NOT NULL CHECK (valid_from <> ''),
  url         TEXT NOT NULL CHECK (url LIKE 'https://_%' OR url LIKE 'http://_%'),
  source      TEXT NOT NULL,
  checked_on  TEXT NOT NULL,                        -- '' nobody has looked yet
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE placement (
  id            INTEGER PRIMARY KEY,
  purchase_id   INTEGER NOT NULL REFERENCES purchase_order (id),
  dated         TEXT NOT NULL CHECK (dated <> ''),
  currency      TEXT NOT NULL CHECK (length(currency) = 3),
  goods         INTEGER NOT NULL CHECK (goods >= 0),
  shipping      INTEGER NOT NULL CHECK (shipping >= 0),
  paid_on       TEXT NOT NULL,                      -- '' not paid to the supplier yet
  recorded_at   TEXT NOT NULL,
  superseded_at TEXT NOT NULL DEFAULT ''
, paid_from TEXT NOT NULL DEFAULT '' CHECK (paid_from IN ('', 'bank', 'card'))) STRICT;
CREATE TABLE placement_line (
  placement_id     INTEGER NOT NULL REFERENCES placement (id),
  purchase_line_id INTEGER NOT NULL REFERENCES purchase_line (id),
  goods            INTEGER NOT NULL,
  shipping         INTEGER NOT NULL,
  PRIMARY KEY (placement_id, purchase_line_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE market_number (
  market      TEXT NOT NULL CHECK (market <> ''),
  number      TEXT NOT NULL CHECK (number <> ''),
  purchase_id INTEGER NOT NULL REFERENCES purchase_order (id),
  PRIMARY KEY (market, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE order_template (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL UNIQUE REFERENCES supplier (id),
  file        TEXT NOT NULL CHECK (file IN ('xlsx', 'csv')),
  delimiter   TEXT NOT NULL CHECK (delimiter IN ('comma', 'semicolon', 'tab')),
  dates       TEXT NOT NULL CHECK (dates IN ('iso', 'dmy_dot', 'dmy_slash', 'mdy_slash')),
  decimals    TEXT NOT NULL CHECK (decimals IN ('point', 'comma')),
  archived_at TEXT NOT NULL DEFAULT '',          -- the supplier gets the program's own columns again
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE order_template_column (
  template_id INTEGER NOT NULL REFERENCES order_template (id),
  position    INTEGER NOT NULL CHECK (position > 0),
  field       TEXT NOT NULL,                     -- '' a fixed text
  title       TEXT NOT NULL CHECK (title <> ''),
  fixed       TEXT NOT NULL DEFAULT '' CHECK (fixed = '' OR field = ''),
  PRIMARY KEY (template_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE box_rule (
  id         INTEGER PRIMARY KEY,
  word       TEXT NOT NULL CHECK (word <> ''),   -- lower case
  delivers   INTEGER NOT NULL CHECK (delivers IN (0, 1)),
  valid_from TEXT NOT NULL CHECK (valid_from <> ''),
  source     TEXT NOT NULL,
  checked_on TEXT NOT NULL,                      -- '' nobody has looked yet
  version    INTEGER NOT NULL DEFAULT 1,
  UNIQUE (word, valid_from)
) STRICT;
INSERT INTO box_rule VALUES (1, 'ups', 0, '2000-01-01', 'UPS tariff and terms of service: no delivery to P.O. boxes', '', 1);
INSERT INTO box_rule VALUES (2, 'fedex', 0, '2000-01-01', 'FedEx service guide: no delivery to P.O. boxes with few exceptions', '', 1);
INSERT INTO box_rule VALUES (3, 'dhl express', 0, '2000-01-01', 'DHL Express terms and conditions of carriage: no delivery to P.O. boxes', '', 1);
INSERT INTO box_rule VALUES (4, 'dpd', 0, '2000-01-01', 'DPD general terms: delivery to persons at street addresses', '', 1);
INSERT INTO box_rule VALUES (5, 'gls', 0, '2000-01-01', 'GLS general terms: no delivery to P.O. boxes', '', 1);
INSERT INTO box_rule VALUES (6, 'usps', 1, '2000-01-01', 'USPS Domestic Mail Manual 508: post office box service', '', 1);
INSERT INTO box_rule VALUES (7, 'post', 1, '2000-01-01', 'Universal Postal Union: postal operators serve their boxes', '', 1);
INSERT INTO box_rule VALUES (8, 'royal mail', 1, '2000-01-01', 'Royal Mail: PO Box service', '', 1);
INSERT INTO box_rule VALUES (9, 'epacket', 1, '2000-01-01', 'Delivered by the postal operator of the country', '', 1);
CREATE TABLE address_rule (
  id         INTEGER PRIMARY KEY,
  country    TEXT NOT NULL CHECK (country = '*' OR length(country) = 2),
  zip        INTEGER NOT NULL CHECK (zip IN (0, 1)),
  province   INTEGER NOT NULL CHECK (province IN (0, 1)),
  phone      INTEGER NOT NULL CHECK (phone IN (0, 1)),
  number     INTEGER NOT NULL CHECK (number IN (0, 1)), -- a house number in the street
  valid_from TEXT NOT NULL CHECK (valid_from <> ''),
  source     TEXT NOT NULL,
  checked_on TEXT NOT NULL,                      -- '' nobody has looked yet
  version    INTEGER NOT NULL DEFAULT 1,
  UNIQUE (country, valid_from)
) STRICT;
INSERT INTO address_rule VALUES (1, '*', 1, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (2, 'US', 1, 1, 0, 1, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (3, 'CA', 1, 1, 0, 1, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (4, 'AU', 1, 1, 0, 1, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (5, 'BR', 1, 1, 1, 1, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (6, 'MX', 1, 1, 0, 1, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (7, 'IN', 1, 1, 1, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (8, 'CN', 1, 1, 1, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (9, 'DE', 1, 0, 0, 1, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (10, 'AT', 1, 0, 0, 1, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (11, 'CH', 1, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (12, 'NL', 1, 0, 0, 1, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (13, 'BE', 1, 0, 0, 1, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (14, 'IT', 1, 1, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (15, 'ES', 1, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (16, 'IE', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (17, 'HK', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (18, 'MO', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (19, 'AE', 0, 1, 1, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (20, 'QA', 0, 0, 1, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (21, 'BH', 0, 0, 1, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (22, 'KW', 0, 0, 1, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (23, 'OM', 0, 0, 1, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (24, 'PA', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (25, 'JM', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (26, 'BS', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (27, 'AO', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (28, 'GH', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (29, 'UG', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (30, 'ZW', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
INSERT INTO address_rule VALUES (31, 'FJ', 0, 0, 0, 0, '2000-01-01', 'Universal Postal Union, postal addressing systems', '', 1);
CREATE TABLE tracking_mapping (
  header_key TEXT PRIMARY KEY,
  mapping    TEXT NOT NULL,                         -- JSON
  saved_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE "tax_area" (
  id         INTEGER PRIMARY KEY,
  area       TEXT NOT NULL CHECK (area <> ''),
  country    TEXT NOT NULL CHECK (length(country) = 2),
  valid_from TEXT NOT NULL CHECK (valid_from <> ''),
  valid_to   TEXT NOT NULL DEFAULT '',
  source     TEXT NOT NULL DEFAULT '',
  checked_on TEXT NOT NULL DEFAULT '',              -- '' nobody has looked yet
  version    INTEGER NOT NULL DEFAULT 1,
  UNIQUE (area, country, valid_from),
  CHECK (valid_to = '' OR valid_to >= valid_from)
) STRICT;
INSERT INTO tax_area VALUES (1, 'EU', 'AT', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (2, 'EU', 'BE', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (3, 'EU', 'BG', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (4, 'EU', 'CY', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (5, 'EU', 'CZ', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (6, 'EU', 'DE', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (7, 'EU', 'DK', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (8, 'EU', 'EE', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (9, 'EU', 'ES', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (10, 'EU', 'FI', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (11, 'EU', 'FR', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (12, 'EU', 'GR', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (13, 'EU', 'HR', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (14, 'EU', 'HU', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (15, 'EU', 'IE', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (16, 'EU', 'IT', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (17, 'EU', 'LT', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (18, 'EU', 'LU', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (19, 'EU', 'LV', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (20, 'EU', 'MT', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (21, 'EU', 'NL', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (22, 'EU', 'PL', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (23, 'EU', 'PT', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (24, 'EU', 'RO', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (25, 'EU', 'SE', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (26, 'EU', 'SI', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (27, 'EU', 'SK', '2013-07-01', '', 'Treaty on European Union, its member states; customs union from the day in the row', '', 1);
INSERT INTO tax_area VALUES (28, 'EU', 'GB', '2013-07-01', '2020-12-31', 'Withdrawal Agreement, Art. 126: end of the transition period', '', 1);
INSERT INTO tax_area VALUES (29, 'EU', 'XI', '2021-01-01', '', 'Windsor Framework, Art. 5 and 8: Northern Ireland, for goods', '', 1);
CREATE TABLE supplier_file (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  name        TEXT NOT NULL CHECK (name <> ''),     -- as the person called it
  stored      TEXT NOT NULL CHECK (stored <> '' AND instr(stored, '/') = 0 AND instr(stored, '\') = 0),
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes       INTEGER NOT NULL CHECK (bytes >= 0),
  note        TEXT NOT NULL DEFAULT '',
  added_on    TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, sha256, name)
) STRICT;
CREATE TABLE supplier_place (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  name        TEXT NOT NULL CHECK (name <> ''),
  name_key    TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('warehouse', 'factory', 'office', 'returns')),
  country     TEXT NOT NULL,
  city        TEXT NOT NULL,
  address     TEXT NOT NULL,
  note        TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, name_key)
) STRICT;
CREATE TABLE supplier_contact (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  name        TEXT NOT NULL CHECK (name <> ''),
  name_key    TEXT NOT NULL,
  role        TEXT NOT NULL,
  email       TEXT NOT NULL,
  phone       TEXT NOT NULL,
  language    TEXT NOT NULL,
  note        TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, name_key)
) STRICT;
CREATE TABLE agreement (
  id                 INTEGER PRIMARY KEY,
  supplier_id        INTEGER NOT NULL REFERENCES supplier (id),
  valid_from         TEXT NOT NULL CHECK (valid_from <> ''),
  valid_to           TEXT NOT NULL DEFAULT '' CHECK (valid_to = '' OR valid_to >= valid_from),
  payment_terms_days INTEGER CHECK (payment_terms_days >= 0),
  moq                INTEGER CHECK (moq > 0),
  multiple           INTEGER CHECK (multiple > 0),
  setup_cost         INTEGER CHECK (setup_cost >= 0),
  currency           TEXT NOT NULL CHECK (length(currency) = 3),
  claim_days         INTEGER CHECK (claim_days >= 0),
  neutral_packaging  INTEGER CHECK (neutral_packaging IN (0, 1)),
  working_days       TEXT NOT NULL,                 -- such as 'mon tue wed thu fri', '' not agreed
  return_address     TEXT NOT NULL,
  return_terms       TEXT NOT NULL,
  note               TEXT NOT NULL,
  file_id            INTEGER REFERENCES supplier_file (id),
  archived_at        TEXT NOT NULL DEFAULT '',
  version            INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, valid_from)
) STRICT;
CREATE TABLE agreement_change (
  agreement_id INTEGER NOT NULL REFERENCES agreement (id),
  position     INTEGER NOT NULL CHECK (position > 0),
  term         TEXT NOT NULL CHECK (term IN ('price', 'shipping', 'order_fee', 'other')),
  sku          TEXT NOT NULL,                       -- price: the product; '' elsewhere: all
  before       INTEGER CHECK (before >= 0),
  after        INTEGER CHECK (after >= 0),
  note         TEXT NOT NULL,
  PRIMARY KEY (agreement_id, position),
  CHECK (term = 'other' OR (before IS NOT NULL AND after IS NOT NULL)),
  CHECK (term <> 'price' OR sku <> '')
) STRICT, WITHOUT ROWID;
CREATE TABLE credential (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  name        TEXT NOT NULL CHECK (name <> ''),
  name_key    TEXT NOT NULL,
  given       TEXT NOT NULL CHECK (given IN ('merchant', 'supplier')),
  kind        TEXT NOT NULL CHECK (kind IN ('registration', 'tax', 'resale', 'insurance', 'quality', 'safety', 'brand', 'contract', 'other')),
  number      TEXT NOT NULL,
  asked_on    TEXT NOT NULL,
  handed_on   TEXT NOT NULL,                        -- '' not yet
  expires_on  TEXT NOT NULL,                        -- '' never
  file_id     INTEGER REFERENCES supplier_file (id),
  note        TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, given, name_key)
) STRICT;
CREATE TABLE talk (
  id           INTEGER PRIMARY KEY,
  supplier_id  INTEGER NOT NULL REFERENCES supplier (id),
  held_on      TEXT NOT NULL CHECK (held_on <> ''),
  subject      TEXT NOT NULL CHECK (subject <> ''),
  subject_key  TEXT NOT NULL,
  channel      TEXT NOT NULL CHECK (channel IN ('call', 'email', 'chat', 'meeting', 'fair', 'other')),
  contact      TEXT NOT NULL,                       -- with whom, as it was then
  said         TEXT NOT NULL,
  follow_up_on TEXT NOT NULL,                       -- '' none
  followed_on  TEXT NOT NULL,                       -- '' not yet
  archived_at  TEXT NOT NULL DEFAULT '',
  version      INTEGER NOT NULL DEFAULT 1, asked_at TEXT NOT NULL DEFAULT '', answered_on TEXT NOT NULL DEFAULT ''   -- '' not yet
  CHECK (answered_on = '' OR (asked_at <> '' AND answered_on >= held_on)), answered_at TEXT NOT NULL DEFAULT ''   -- HH:MM
  CHECK ((answered_at = '') = (answered_on = '') AND (answered_on <> held_on OR answered_at >= asked_at)),
  UNIQUE (supplier_id, held_on, subject_key)
) STRICT;
CREATE TABLE improvement (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  title       TEXT NOT NULL CHECK (title <> ''),
  title_key   TEXT NOT NULL,
  owner       TEXT NOT NULL,
  due_on      TEXT NOT NULL,
  metric      TEXT NOT NULL,
  before      TEXT NOT NULL,                        -- exact decimals, '' unknown
  target      TEXT NOT NULL,
  after       TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
  opened_on   TEXT NOT NULL,
  ended_on    TEXT NOT NULL CHECK ((state = 'open') = (ended_on = '')),
  note        TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, title_key)
) STRICT;
CREATE TABLE vetting_template (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL CHECK (name <> ''),
  name_key    TEXT NOT NULL,
  number      INTEGER NOT NULL CHECK (number > 0),  -- the version, from 1
  type        TEXT NOT NULL CHECK (type IN ('marketplace', 'wholesaler', 'private_label', 'agent', 'third_party_logistics')),
  mixed       INTEGER NOT NULL CHECK (mixed IN (0, 1)), -- criteria of 1 to 5 stand beside those of 0 to 100, and that is meant
  gates       TEXT NOT NULL,
  criteria    TEXT NOT NULL,
  note        TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  UNIQUE (name_key, number)
) STRICT;
CREATE TABLE assessment (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  assessed_on TEXT NOT NULL CHECK (assessed_on <> ''),
  template_id INTEGER NOT NULL REFERENCES vetting_template (id),
  assessor    TEXT NOT NULL,
  note        TEXT NOT NULL,
  finished    INTEGER NOT NULL CHECK (finished IN (0, 1)), -- 0: half done
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, assessed_on)
) STRICT;
CREATE TABLE assessment_gate (
  assessment_id INTEGER NOT NULL REFERENCES assessment (id),
  gate          TEXT NOT NULL,                      -- its key in the template
  passed        INTEGER CHECK (passed IN (0, 1)),   -- NULL: not known
  evidence      TEXT NOT NULL,
  expires_on    TEXT NOT NULL,                      -- '' never
  file_id       INTEGER REFERENCES supplier_file (id),
  PRIMARY KEY (assessment_id, gate)
) STRICT, WITHOUT ROWID;
CREATE TABLE assessment_grade (
  assessment_id INTEGER NOT NULL REFERENCES assessment (id),
  criterion     TEXT NOT NULL,                      -- its key in the template
  grade         TEXT NOT NULL,                      -- exact decimal on the criterion's scale, '' not known
  evidence      TEXT NOT NULL,
  source        TEXT NOT NULL,                      -- where it comes from, such as a review or 3 test orders
  source_on     TEXT NOT NULL,
  file_id       INTEGER REFERENCES supplier_file (id),
  PRIMARY KEY (assessment_id, criterion)
) STRICT, WITHOUT ROWID;
CREATE TABLE test_order (
  id            INTEGER PRIMARY KEY,
  supplier_id   INTEGER NOT NULL REFERENCES supplier (id),
  ordered_on    TEXT NOT NULL CHECK (ordered_on <> ''),
  sku           TEXT NOT NULL,                      -- '' not a product of the book
  country       TEXT NOT NULL,                      -- where it went
  reference     TEXT NOT NULL,                      -- the supplier's order number
  handling_days INTEGER CHECK (handling_days >= 0), -- promised until it leaves
  promised_days INTEGER CHECK (promised_days >= 0), -- promised until it arrives
  shipped_on    TEXT NOT NULL,
  scanned_on    TEXT NOT NULL,                      -- the carrier's first scan
  delivered_on  TEXT NOT NULL,
  cost          INTEGER CHECK (cost >= 0),
  currency      TEXT NOT NULL CHECK (length(currency) = 3),
  product       TEXT NOT NULL,
  packaging     TEXT NOT NULL,
  accuracy      TEXT NOT NULL,
  branding      TEXT NOT NULL,
  photos        TEXT NOT NULL,
  price         TEXT NOT NULL,                      -- worth its money
  verdict       TEXT NOT NULL CHECK (verdict IN ('', 'good', 'doubtful', 'bad')),
  note          TEXT NOT NULL,
  archived_at   TEXT NOT NULL DEFAULT '',
  version       INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, ordered_on, sku),
  CHECK (shipped_on = '' OR shipped_on >= ordered_on),
  CHECK (scanned_on = '' OR scanned_on >= ordered_on),
  CHECK (delivered_on = '' OR (delivered_on >= ordered_on AND delivered_on >= shipped_on AND delivered_on >= scanned_on))
) STRICT;
CREATE TABLE test_order_file (
  test_order_id INTEGER NOT NULL REFERENCES test_order (id),
  file_id       INTEGER NOT NULL REFERENCES supplier_file (id),
  PRIMARY KEY (test_order_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE stage_refusal (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  cause       TEXT NOT NULL CHECK (cause <> ''),
  why         TEXT NOT NULL,
  refused_at  TEXT NOT NULL,
  UNIQUE (supplier_id, cause)
) STRICT;
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
CREATE TABLE sales_case_line (
  case_id  INTEGER NOT NULL REFERENCES sales_case (id),
  line_id  INTEGER NOT NULL REFERENCES order_line (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (case_id, line_id)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE answer_mapping (
  header_key TEXT PRIMARY KEY,
  mapping    TEXT NOT NULL,                         -- JSON
  saved_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE score_rule (
  id                     INTEGER PRIMARY KEY,
  valid_from             TEXT NOT NULL UNIQUE CHECK (valid_from <> ''),
  half_life_days         INTEGER NOT NULL CHECK (half_life_days BETWEEN 1 AND 3650), -- an order so much older than the newest counts half
  open_days              INTEGER NOT NULL CHECK (open_days BETWEEN 0 AND 365),       -- so long a month may still get worse
  prior_orders           INTEGER NOT NULL CHECK (prior_orders BETWEEN 1 AND 1000),   -- orders that weigh as much as vetting
  prior                  TEXT NOT NULL,  -- points of a supplier nobody vetted
  worst_rate             TEXT NOT NULL,  -- a rate that should be 100 and earns nothing
  worst_defects          TEXT NOT NULL,  -- a rate that should be 0 and earns nothing
  price_step             TEXT NOT NULL,  -- a rise that is still stable
  class_a                TEXT NOT NULL,  -- where the classes begin
  class_b                TEXT NOT NULL,
  class_c                TEXT NOT NULL,
  weight_dispatch        TEXT NOT NULL,
  weight_otd             TEXT NOT NULL,
  weight_otif            TEXT NOT NULL,
  weight_odr             TEXT NOT NULL,
  weight_cancel          TEXT NOT NULL,
  weight_acknowledgement TEXT NOT NULL,
  weight_price           TEXT NOT NULL,
  weight_stock           TEXT NOT NULL,
  weight_claims          TEXT NOT NULL,
  source                 TEXT NOT NULL DEFAULT '',
  checked_on             TEXT NOT NULL DEFAULT '',
  version                INTEGER NOT NULL DEFAULT 1
) STRICT;
INSERT INTO score_rule VALUES (1, '0001-01-01', 90, 90, 10, '50', '50', '20', '3', '90', '70', '50', '10', '20', '15', '25', '10', '5', '5', '5', '5', 'comes with the program: classes as published scorecards cut them, the rest a usual beginning', '2026-11-22', 1);
CREATE TABLE letter_text (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL CHECK (kind IN ('purchase', 'change', 'cancellation', 'reminder', 'notice', 'review')),
  language      TEXT NOT NULL CHECK (length(language) = 2),
  supplier_id   INTEGER REFERENCES supplier (id),     -- NULL: all that have none of their own
  subject       TEXT NOT NULL,
  body          TEXT NOT NULL,
  recorded_at   TEXT NOT NULL,
  superseded_at TEXT NOT NULL DEFAULT '',
  CHECK (subject <> '' OR body <> ''),
  CHECK (kind <> 'notice' OR supplier_id IS NULL)
) STRICT;
CREATE TABLE "journal_entry" (
  id          INTEGER PRIMARY KEY,
  dated       TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('sale', 'refund', 'fee', 'cost', 'payment', 'reversal')),
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
CREATE TABLE payment (
  id            INTEGER PRIMARY KEY,
  purchase_id   INTEGER NOT NULL REFERENCES purchase_order (id),
  order_id      INTEGER NOT NULL,                     -- no foreign key: see journal_entry
  supplier_id   INTEGER REFERENCES supplier (id),
  dated         TEXT NOT NULL,
  currency      TEXT NOT NULL,
  amount        INTEGER NOT NULL CHECK (amount > 0),  -- in currency
  left_base     INTEGER NOT NULL,                     -- what left the account, in the book's currency
  owed_base     INTEGER NOT NULL,                     -- what it settled of what was owed, in the book's currency
  account_id    INTEGER NOT NULL REFERENCES account (id),
  entry_id      INTEGER NOT NULL REFERENCES journal_entry (id),
  recorded_at   TEXT NOT NULL,
  superseded_at TEXT NOT NULL DEFAULT ''
) STRICT;
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
CREATE TABLE "threepl_month" (
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
CREATE TABLE acknowledgement_stock_line (
  acknowledgement_id INTEGER NOT NULL REFERENCES acknowledgement (id),
  stock_line_id      INTEGER NOT NULL REFERENCES stock_line (id),
  quantity           INTEGER NOT NULL CHECK (quantity >= 0),  -- that will come
  backorder          INTEGER NOT NULL CHECK (backorder >= 0), -- that will come later
  price              INTEGER NOT NULL CHECK (price >= 0),     -- a piece, in the purchase order's currency
  ship_date          TEXT NOT NULL,                           -- '' not said
  PRIMARY KEY (acknowledgement_id, stock_line_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE stock_damage (
  receipt_id INTEGER PRIMARY KEY REFERENCES stock_move (id),
  move_id    INTEGER NOT NULL UNIQUE REFERENCES stock_move (id)
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
CREATE INDEX sales_order_waiting ON sales_order (placed_at, id)
WHERE cancelled_on = '' AND payment NOT IN ('voided', 'refunded') AND fulfilment NOT IN ('fulfilled', 'restocked');
CREATE INDEX sales_order_unbooked ON sales_order (id) WHERE unbooked_reason <> '';
CREATE INDEX mail_message_open ON mail_message (id) WHERE state IN ('queued', 'sending', 'unknown');
CREATE INDEX parcel_purchase ON parcel (purchase_id) WHERE purchase_id IS NOT NULL;
CREATE INDEX parcel_tracking ON parcel (tracking_key);
CREATE INDEX parcel_open ON parcel (id) WHERE archived_at = '' AND state <> 'delivered';
CREATE INDEX parcel_line_line ON parcel_line (line_id);
CREATE INDEX parcel_event_parcel ON parcel_event (parcel_id, happened_on);
CREATE UNIQUE INDEX holiday_day ON holiday (country, COALESCE(supplier_id, 0), day);
CREATE INDEX promise_deliver ON promise (deliver_by);
CREATE UNIQUE INDEX route_rule_name ON route_rule (name_key) WHERE ended_at = '';
CREATE INDEX stock_move_place ON stock_move (supplier_id, product_id, quantity, value);
CREATE INDEX stock_move_allocation ON stock_move (allocation_id) WHERE allocation_id IS NOT NULL;
CREATE INDEX stock_move_line ON stock_move (stock_line_id) WHERE stock_line_id IS NOT NULL;
CREATE UNIQUE INDEX stock_move_reference ON stock_move (supplier_id, product_id, kind, reference) WHERE reference <> '';
CREATE INDEX allocation_stock ON allocation (supplier_id, line_id) WHERE stock_cost IS NOT NULL;
CREATE INDEX purchase_order_stock ON purchase_order (ship_to_id, state) WHERE ship_to_id IS NOT NULL;
CREATE UNIQUE INDEX purchase_order_reference ON purchase_order (reference) WHERE reference <> '';
CREATE INDEX cost_fact_order ON cost_fact (order_id);
CREATE INDEX sent_address_contact ON sent_address (contact_id);
CREATE INDEX sent_address_order ON sent_address (order_id);
CREATE INDEX amendment_purchase ON amendment (purchase_id);
CREATE INDEX amendment_open ON amendment (id) WHERE state IN ('draft', 'approved', 'queued', 'sent', 'unknown');
CREATE INDEX amendment_contact ON amendment (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX amendment_was ON amendment (was_id) WHERE was_id IS NOT NULL;
CREATE INDEX amendment_line_line ON amendment_line (purchase_line_id);
CREATE UNIQUE INDEX forwarding_purchase ON forwarding (purchase_id) WHERE amendment_id IS NULL;
CREATE UNIQUE INDEX market_link_of ON market_link (supplier_id, COALESCE(product_id, 0), valid_from);
CREATE UNIQUE INDEX placement_stands ON placement (purchase_id) WHERE superseded_at = '';
CREATE INDEX market_number_purchase ON market_number (purchase_id);
CREATE INDEX parcel_unverified ON parcel (delivered_on) WHERE archived_at = '' AND state = 'delivered' AND verified_on = '';
CREATE INDEX parcel_delivered ON parcel (delivered_on) WHERE archived_at = '' AND state = 'delivered';
CREATE INDEX allocation_supplier ON allocation (supplier_id) WHERE cancelled_at = '';
CREATE INDEX sales_case_open ON sales_case (opened_on) WHERE resolution = '' AND archived_at = '';
CREATE INDEX sales_case_line_line ON sales_case_line (line_id);
CREATE INDEX acknowledgement_purchase ON acknowledgement (purchase_id, id) WHERE undone_at = '';
CREATE UNIQUE INDEX letter_text_stands ON letter_text (kind, language, COALESCE(supplier_id, 0)) WHERE superseded_at = '';
CREATE INDEX journal_entry_order ON journal_entry (order_id);
CREATE INDEX journal_entry_batch ON journal_entry (batch_id) WHERE batch_id IS NOT NULL;
CREATE UNIQUE INDEX payment_once ON payment (purchase_id) WHERE superseded_at = '';
CREATE INDEX payment_order ON payment (order_id);
CREATE UNIQUE INDEX threepl_handling_once ON threepl_handling (move_id) WHERE superseded_at = '';
CREATE INDEX threepl_month_supplier ON threepl_month (supplier_id, month);
CREATE UNIQUE INDEX threepl_month_once ON threepl_month (supplier_id, month, fee, COALESCE(product_id, 0)) WHERE superseded_at = '';
CREATE INDEX acknowledgement_stock_line_line ON acknowledgement_stock_line (stock_line_id, acknowledgement_id);
CREATE TRIGGER history_is_kept BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;
CREATE TRIGGER history_is_fixed BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
CREATE TRIGGER allocation_fits_line BEFORE INSERT ON allocation
WHEN (SELECT quantity FROM order_line WHERE id = NEW.line_id)
   < NEW.quantity + (SELECT COALESCE(SUM(quantity), 0) FROM allocation WHERE line_id = NEW.line_id AND cancelled_at = '')
BEGIN SELECT RAISE(ABORT, 'a line quantity is allocated once only'); END;
CREATE TRIGGER posting_fixed BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are never changed: post a reversal'); END;
CREATE TRIGGER posting_kept BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are never deleted: post a reversal'); END;
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
CREATE TRIGGER cost_fact_fixed BEFORE UPDATE ON cost_fact
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.amount <> OLD.amount OR NEW.base_amount <> OLD.base_amount
  OR NEW.order_id <> OLD.order_id OR NEW.state <> OLD.state OR NEW.type <> OLD.type OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a cost fact is never changed: record a better one'); END;
CREATE TRIGGER cost_fact_kept BEFORE DELETE ON cost_fact
BEGIN SELECT RAISE(ABORT, 'a cost fact is never deleted: record a better one'); END;
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
CREATE TRIGGER amendment_line_once BEFORE INSERT ON amendment_line
WHEN EXISTS (SELECT 1 FROM amendment_line x JOIN amendment m ON m.id = x.amendment_id
             WHERE x.purchase_line_id = NEW.purchase_line_id AND m.state IN ('draft', 'approved', 'queued', 'sent', 'unknown'))
BEGIN SELECT RAISE(ABORT, 'these pieces wait for the answer to another amendment'); END;
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
CREATE TRIGGER forwarding_keeps_address AFTER INSERT ON forwarding
WHEN NEW.amendment_id IS NULL
BEGIN
  INSERT INTO sent_address (purchase_id, order_id, contact_id)
  SELECT DISTINCT l.purchase_id, l.order_id, o.ship_to_id FROM purchase_line l JOIN sales_order o ON o.id = l.order_id
  WHERE l.purchase_id = NEW.purchase_id AND o.ship_to_id IS NOT NULL;
END;
CREATE TRIGGER placement_kept BEFORE DELETE ON placement
BEGIN SELECT RAISE(ABORT, 'what was ordered by hand is never deleted: record it anew'); END;
CREATE TRIGGER placement_line_fixed BEFORE UPDATE ON placement_line
BEGIN SELECT RAISE(ABORT, 'what was ordered by hand is never changed: record it anew'); END;
CREATE TRIGGER placement_line_kept BEFORE DELETE ON placement_line
BEGIN SELECT RAISE(ABORT, 'what was ordered by hand is never deleted: record it anew'); END;
CREATE TRIGGER forwarding_kept BEFORE DELETE ON forwarding
WHEN OLD.channel <> 'marketplace' OR OLD.state = 'sent'
BEGIN SELECT RAISE(ABORT, 'a forwarding is never deleted'); END;
CREATE TRIGGER order_template_is_kept BEFORE DELETE ON order_template
BEGIN SELECT RAISE(ABORT, 'an order template is never deleted: put it away'); END;
CREATE TRIGGER supplier_file_kept BEFORE DELETE ON supplier_file
BEGIN SELECT RAISE(ABORT, 'a file of a supplier is put away, never deleted'); END;
CREATE TRIGGER vetting_template_fixed BEFORE UPDATE ON vetting_template
WHEN NEW.name_key <> OLD.name_key OR NEW.number <> OLD.number OR NEW.type <> OLD.type OR NEW.mixed <> OLD.mixed
  OR NEW.gates <> OLD.gates OR NEW.criteria <> OLD.criteria OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a template is never changed: write its next version'); END;
CREATE TRIGGER vetting_template_kept BEFORE DELETE ON vetting_template
BEGIN SELECT RAISE(ABORT, 'a template is never deleted'); END;
CREATE TRIGGER assessment_kept BEFORE DELETE ON assessment
BEGIN SELECT RAISE(ABORT, 'an assessment is put away, never deleted'); END;
CREATE TRIGGER assessment_template_fixed BEFORE UPDATE ON assessment
WHEN OLD.finished = 1 AND NEW.template_id <> OLD.template_id
BEGIN SELECT RAISE(ABORT, 'a finished assessment keeps the template it was made with'); END;
CREATE TRIGGER sales_case_is_kept BEFORE DELETE ON sales_case
BEGIN SELECT RAISE(ABORT, 'a case is never deleted: put it away'); END;
CREATE TRIGGER claim_is_kept BEFORE DELETE ON claim
BEGIN SELECT RAISE(ABORT, 'a claim is never deleted: put its case away'); END;
CREATE TRIGGER acknowledgement_fixed BEFORE UPDATE ON acknowledgement
WHEN NEW.purchase_id <> OLD.purchase_id OR NEW.dated <> OLD.dated OR NEW.reference <> OLD.reference
  OR NEW.refused <> OLD.refused OR NEW.recorded_at <> OLD.recorded_at OR OLD.undone_at <> ''
  OR (NEW.price <> OLD.price AND NOT (OLD.price = 'raised' AND NEW.price IN ('accepted', 'replaced') OR OLD.price = 'replaced' AND NEW.price = 'raised'))
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never changed: record a newer one'); END;
CREATE TRIGGER score_rule_kept BEFORE DELETE ON score_rule
BEGIN SELECT RAISE(ABORT, 'rules of the score are never deleted: write others from a later day'); END;
CREATE TRIGGER letter_text_fixed BEFORE UPDATE ON letter_text
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.kind <> OLD.kind OR NEW.language <> OLD.language OR NEW.supplier_id IS NOT OLD.supplier_id
  OR NEW.subject <> OLD.subject OR NEW.body <> OLD.body OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a letter is never changed: write a newer one'); END;
CREATE TRIGGER letter_text_kept BEFORE DELETE ON letter_text
BEGIN SELECT RAISE(ABORT, 'a letter is never deleted: take the program''s own again'); END;
CREATE TRIGGER placement_fixed BEFORE UPDATE ON placement
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.purchase_id <> OLD.purchase_id OR NEW.dated <> OLD.dated
  OR NEW.currency <> OLD.currency OR NEW.goods <> OLD.goods OR NEW.shipping <> OLD.shipping OR NEW.paid_on <> OLD.paid_on OR NEW.paid_from <> OLD.paid_from
BEGIN SELECT RAISE(ABORT, 'what was ordered by hand is never changed: record it anew'); END;
CREATE TRIGGER journal_balances BEFORE INSERT ON journal_entry
WHEN (SELECT COUNT(*) < 2 OR SUM(amount) <> 0 OR SUM(foreign_amount) <> 0 OR MIN(dated) <> NEW.dated OR MAX(dated) <> NEW.dated
      FROM posting WHERE entry_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a journal entry must balance'); END;
CREATE TRIGGER journal_entry_fixed BEFORE UPDATE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal entries are never changed: post a reversal'); END;
CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'journal entries are never deleted: post a reversal'); END;
CREATE TRIGGER posting_sealed BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.entry_id)
BEGIN SELECT RAISE(ABORT, 'a posted journal entry is never added to'); END;
CREATE TRIGGER payment_fixed BEFORE UPDATE ON payment
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.purchase_id <> OLD.purchase_id OR NEW.order_id <> OLD.order_id
  OR NEW.dated <> OLD.dated OR NEW.currency <> OLD.currency OR NEW.amount <> OLD.amount OR NEW.left_base <> OLD.left_base
  OR NEW.owed_base <> OLD.owed_base OR NEW.account_id <> OLD.account_id OR NEW.entry_id <> OLD.entry_id OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a payment is never changed: record it anew'); END;
CREATE TRIGGER payment_kept BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment is never deleted: record it anew'); END;
CREATE TRIGGER threepl_handling_fixed BEFORE UPDATE ON threepl_handling
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.amount <> OLD.amount OR NEW.base_amount <> OLD.base_amount OR NEW.move_id <> OLD.move_id
  OR NEW.fee <> OLD.fee OR NEW.entry_id <> OLD.entry_id OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a charge of a 3PL is never changed: work it out anew'); END;
CREATE TRIGGER threepl_handling_kept BEFORE DELETE ON threepl_handling
BEGIN SELECT RAISE(ABORT, 'a charge of a 3PL is never deleted: work it out anew'); END;
CREATE TRIGGER threepl_month_fixed BEFORE UPDATE ON threepl_month
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.amount <> OLD.amount OR NEW.base_amount <> OLD.base_amount OR NEW.month <> OLD.month
  OR NEW.fee <> OLD.fee OR NEW.piece_days <> OLD.piece_days OR NEW.least <> OLD.least OR NEW.charged <> OLD.charged
  OR NEW.entry_id <> OLD.entry_id OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a monthly charge is never changed: work it out anew'); END;
CREATE TRIGGER threepl_month_kept BEFORE DELETE ON threepl_month
BEGIN SELECT RAISE(ABORT, 'a monthly charge is never deleted: work it out anew'); END;
CREATE TRIGGER acknowledgement_stock_line_fixed BEFORE UPDATE ON acknowledgement_stock_line
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never changed: record a newer one'); END;
CREATE TRIGGER acknowledgement_stock_line_kept BEFORE DELETE ON acknowledgement_stock_line
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never deleted: record a newer one'); END;
CREATE TRIGGER stock_line_cost_fixed BEFORE UPDATE OF unit_cost ON stock_line
WHEN NEW.unit_cost <> OLD.unit_cost AND EXISTS (SELECT 1 FROM stock_line k JOIN stock_move m ON m.stock_line_id = k.id WHERE k.purchase_id = OLD.purchase_id)
BEGIN SELECT RAISE(ABORT, 'what goods cost is fixed once some of them came in'); END;
CREATE TRIGGER stock_damage_fixed BEFORE UPDATE ON stock_damage
BEGIN SELECT RAISE(ABORT, 'stock moves are never changed: add one that corrects'); END;
CREATE TRIGGER stock_damage_kept BEFORE DELETE ON stock_damage
BEGIN SELECT RAISE(ABORT, 'stock moves are never deleted: add one that corrects'); END;
CREATE VIEW purchase_due AS
SELECT l.id, l.purchase_id, l.allocation_id, l.line_id, l.order_id, l.position, l.sku, l.supplier_sku, l.name,
  a.quantity, l.quantity AS ordered, l.unit_cost, l.shipping_cost, l.service
FROM purchase_line l JOIN allocation a ON a.id = l.allocation_id
WHERE a.cancelled_at = '';
CREATE VIEW stock_due AS
SELECT k.id, k.purchase_id, k.product_id, k.position, k.sku, k.supplier_sku, k.name, k.quantity AS ordered, k.unit_cost,
  COALESCE((SELECT x.quantity + x.backorder FROM acknowledgement_stock_line x JOIN acknowledgement a ON a.id = x.acknowledgement_id
    WHERE x.stock_line_id = k.id AND a.undone_at = '' ORDER BY a.id DESC LIMIT 1), k.quantity) AS quantity
FROM stock_line k;
COMMIT;
