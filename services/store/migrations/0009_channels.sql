-- How orders reach each supplier: when they leave together, and in what columns;
-- and what a carrier or a country asks of an address or of the goods.

-- When a supplier's clock is not that of its country, or the country has several.
ALTER TABLE supplier ADD COLUMN time_zone TEXT NOT NULL DEFAULT '';
-- How long before the cut-off a daily purchase order leaves, in minutes.
ALTER TABLE supplier ADD COLUMN batch_lead INTEGER NOT NULL DEFAULT 15 CHECK (batch_lead BETWEEN 0 AND 720);

-- What is dangerous to carry, and the countries a product must not be sent to.
ALTER TABLE product ADD COLUMN hazard TEXT NOT NULL DEFAULT ''
  CHECK (hazard IN ('', 'battery', 'flammable', 'aerosol', 'liquid', 'magnet', 'blade', 'other'));
ALTER TABLE product ADD COLUMN not_to TEXT NOT NULL DEFAULT ''; -- country codes by blanks

-- The order file as a supplier wants it, in its own columns.
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
CREATE TRIGGER order_template_is_kept BEFORE DELETE ON order_template
BEGIN SELECT RAISE(ABORT, 'an order template is never deleted: put it away'); END;

-- Whether what carries a parcel reaches post office boxes. word is part of the
-- name of a shipping service; the longest that fits counts.
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
INSERT INTO box_rule (word, delivers, valid_from, source, checked_on) VALUES
  ('ups', 0, '2000-01-01', 'UPS tariff and terms of service: no delivery to P.O. boxes', ''),
  ('fedex', 0, '2000-01-01', 'FedEx service guide: no delivery to P.O. boxes with few exceptions', ''),
  ('dhl express', 0, '2000-01-01', 'DHL Express terms and conditions of carriage: no delivery to P.O. boxes', ''),
  ('dpd', 0, '2000-01-01', 'DPD general terms: delivery to persons at street addresses', ''),
  ('gls', 0, '2000-01-01', 'GLS general terms: no delivery to P.O. boxes', ''),
  ('usps', 1, '2000-01-01', 'USPS Domestic Mail Manual 508: post office box service', ''),
  ('post', 1, '2000-01-01', 'Universal Postal Union: postal operators serve their boxes', ''),
  ('royal mail', 1, '2000-01-01', 'Royal Mail: PO Box service', ''),
  ('epacket', 1, '2000-01-01', 'Delivered by the postal operator of the country', '');

-- What an address needs in a country beside name, street, city and country;
-- country '*' stands for all others.
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
INSERT INTO address_rule (country, zip, province, phone, number, valid_from, source, checked_on)
  SELECT v.column1, v.column2, v.column3, v.column4, v.column5, '2000-01-01', 'Universal Postal Union, postal addressing systems', '' FROM (VALUES
  ('*', 1, 0, 0, 0),
  ('US', 1, 1, 0, 1), ('CA', 1, 1, 0, 1), ('AU', 1, 1, 0, 1), ('BR', 1, 1, 1, 1), ('MX', 1, 1, 0, 1), ('IN', 1, 1, 1, 0), ('CN', 1, 1, 1, 0),
  ('DE', 1, 0, 0, 1), ('AT', 1, 0, 0, 1), ('CH', 1, 0, 0, 0), ('NL', 1, 0, 0, 1), ('BE', 1, 0, 0, 1), ('IT', 1, 1, 0, 0), ('ES', 1, 0, 0, 0),
  ('IE', 0, 0, 0, 0), ('HK', 0, 0, 0, 0), ('MO', 0, 0, 0, 0), ('AE', 0, 1, 1, 0), ('QA', 0, 0, 1, 0), ('BH', 0, 0, 1, 0), ('KW', 0, 0, 1, 0),
  ('OM', 0, 0, 1, 0), ('PA', 0, 0, 0, 0), ('JM', 0, 0, 0, 0), ('BS', 0, 0, 0, 0), ('AO', 0, 0, 0, 0), ('GH', 0, 0, 0, 0), ('UG', 0, 0, 0, 0),
  ('ZW', 0, 0, 0, 0), ('FJ', 0, 0, 0, 0)) AS v;
