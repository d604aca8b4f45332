-- Dated rules of tax and duty, what suppliers charge beside the article, and
-- the merchant's rules of routing.

-- Countries that are one area for customs and tax, such as the EU.
CREATE TABLE tax_area (
  area       TEXT NOT NULL,
  country    TEXT NOT NULL CHECK (length(country) = 2),
  valid_from TEXT NOT NULL,
  valid_to   TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (area, country, valid_from)
) STRICT, WITHOUT ROWID;

-- What the law asks for a parcel that crosses a border. A rule that does not
-- count is listed and never applied: its source is not sure enough.
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

-- What a supplier charges for an order beside articles and shipping.
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

-- How the merchant wants orders routed. What a rule says is never changed: a
-- change ends it and writes the next; only its place among the others moves.
-- Lists are JSON.
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
CREATE UNIQUE INDEX route_rule_name ON route_rule (name_key) WHERE ended_at = '';
CREATE TRIGGER route_rule_fixed BEFORE UPDATE ON route_rule
WHEN OLD.ended_at <> '' OR NEW.first_id <> OLD.first_id OR NEW.name <> OLD.name OR NEW.effect <> OLD.effect
  OR NEW.countries <> OLD.countries OR NEW.skus <> OLD.skus OR NEW.tags <> OLD.tags OR NEW.shops <> OLD.shops
  OR NEW.services <> OLD.services OR NEW.suppliers <> OLD.suppliers OR NEW.value_from IS NOT OLD.value_from
  OR NEW.value_to IS NOT OLD.value_to OR NEW.weight_from IS NOT OLD.weight_from OR NEW.weight_to IS NOT OLD.weight_to
  OR NEW.valid_from <> OLD.valid_from OR NEW.valid_to <> OLD.valid_to OR NEW.reason <> OLD.reason
BEGIN SELECT RAISE(ABORT, 'a routing rule is never changed: end it and write the next'); END;
CREATE TRIGGER route_rule_kept BEFORE DELETE ON route_rule
BEGIN SELECT RAISE(ABORT, 'a routing rule is never deleted: end it'); END;

-- Who pays duty and import tax on a lane: '' as the book's setting says,
-- 'supplier' when the shipping price includes them.
ALTER TABLE offer_shipping ADD COLUMN duty_payer TEXT NOT NULL DEFAULT '' CHECK (duty_payer IN ('', 'merchant', 'customer', 'supplier'));

INSERT INTO tax_area (area, country, valid_from)
SELECT 'EU', value, '2013-07-01' FROM json_each('["AT","BE","BG","CY","CZ","DE","DK","EE","ES","FI","FR","GR","HR","HU","IE","IT","LT","LU","LV","MT","NL","PL","PT","RO","SE","SI","SK"]');

-- As far as known on the day in checked_on. People keep these up to date.
INSERT INTO tax_rule (country, kind, hs, origin, value, currency, per, basis, up_to, up_to_in, taxed, valid_from, valid_to, source, counts, note, checked_on) VALUES
  ('EU', 'vat_at_sale', '', '', '150', 'EUR', '', '', '', '', 0, '2021-07-01', '', 'Directive (EU) 2017/2455: import one-stop shop (IOSS)', 1, 'Goods of a consignment worth at most this are taxed when they are sold, by IOSS; the scheme is voluntary.', '2026-11-22'),
  ('EU', 'duty_relief', '', '', '150', 'EUR', '', '', '', '', 0, '2010-01-01', '2026-06-30', 'Regulation (EC) 1186/2009, ended by Regulation (EU) 2026/382', 1, '', '2026-11-22'),
  ('EU', 'flat_duty', '', '', '3', 'EUR', 'hs6', '', '150', '', 0, '2026-07-01', '2028-07-01', 'Regulation (EU) 2026/382; DR 2026/1022; IR 2026/1200', 1, 'For each tariff line, not each piece. IOSS consignments: no VAT on it (EAS); other clearance: sources disagree.', '2026-11-22'),
  ('EU', 'handling_fee', '', '', '2', 'EUR', 'hs6', '', '150', '', 0, '2026-11-01', '', 'Planned EU handling fee; amount by delegated act', 0, 'Whether it started, and how much it is, is not verified.', '2026-11-22'),
  ('RO', 'handling_fee', '', '', '25', 'RON', 'consignment', '', '150', 'EUR', 0, '2026-01-01', '', 'Romanian logistics fee on parcels of low value', 1, '', '2026-11-22'),
  ('FR', 'handling_fee', '', '', '2', 'EUR', 'hs6', '', '150', '', 0, '2026-03-01', '', 'French fee on small parcels, for each tariff line', 1, '', '2026-11-22'),
  ('IT', 'handling_fee', '', '', '2', 'EUR', 'consignment', '', '150', '', 0, '2026-07-01', '', 'Italian fee on small parcels, reported postponed from 2026-01-01', 1, 'Sources disagree on the start.', '2026-11-22'),
  ('GB', 'vat_at_sale', '', '', '135', 'GBP', '', '', '', '', 0, '2021-01-01', '', 'gov.uk: VAT and overseas goods sold directly to customers in the UK', 1, 'Value without VAT; UK VAT is charged on the selling price.', '2026-11-22'),
  ('GB', 'duty_relief', '', '', '135', 'GBP', '', '', '', '', 0, '2021-01-01', '', 'gov.uk: relief from customs duty; ends by March 2029 at the latest', 1, '', '2026-11-22'),
  ('GB', 'import_vat', '', '', '20', '', '', '', '', '', 0, '2011-01-04', '', 'HMRC: VAT rates, standard rate', 1, '', '2026-11-22'),
  ('FR', 'import_vat', '', '', '20', '', '', '', '', '', 0, '2014-01-01', '', 'Glopal: EU customs changes on 1 July 2026 (example to France)', 1, 'Standard rate.', '2026-11-22'),
  ('US', 'duty_relief', '', '', '800', 'USD', '', '', '', '', 0, '2016-03-10', '2025-08-28', '19 USC 1321; suspended for all countries from 2025-08-29', 1, '', '2026-11-22'),
  ('US', 'surcharge', '', '', '10', '', '', 'fob', '', '', 0, '2026-02-24', '2026-07-24', 'Section 122 of the Trade Act of 1974, for 150 days', 1, 'Sources say 10 or 15 percent; what follows it is not verified.', '2026-11-22'),
  ('AU', 'vat_at_sale', '', '', '1000', 'AUD', '', '', '', '', 0, '2018-07-01', '', 'Australian Border Force: low value goods', 1, '', '2026-11-22'),
  ('AU', 'duty_relief', '', '', '1000', 'AUD', '', '', '', '', 0, '2005-10-12', '', 'Australian Border Force: low value goods', 1, '', '2026-11-22'),
  ('AU', 'duty', '', '', '5', '', '', 'fob', '', '', 0, '2005-01-01', '', 'Australian Border Force: typical rate on the FOB customs value', 1, 'Typical; many goods are free.', '2026-11-22'),
  ('AU', 'import_vat', '', '', '10', '', '', '', '', '', 0, '2000-07-01', '', 'Australian Taxation Office: GST on the value of the taxable importation', 1, '', '2026-11-22'),
  ('EU', 'sales_threshold', '', '', '10000', 'EUR', '', '', '', '', 0, '2021-07-01', '', 'Directive 2006/112/EC Art. 59c: distance sales within the EU a year', 1, 'Above it the customer''s country taxes the sale (OSS).', '2026-11-22'),
  ('US', 'sales_threshold', '', '', '100000', 'USD', '', '', '', '', 0, '2018-06-21', '', 'Typical economic nexus of a state; see each state', 1, 'Or 200 transactions; differs from state to state.', '2026-11-22');
