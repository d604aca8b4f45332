-- Orders placed by hand on marketplaces: how the form of a site asks for an
-- address, where a product is found there, and what was ordered and paid.

-- The form of a site from a day on. fields lists the parts of an address in the
-- order in which its form asks for them; columns is the file that the site takes
-- for many orders at once, '' where it takes none.
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
  version    INTEGER NOT NULL DEFAULT 1,
  UNIQUE (site_key, valid_from)
) STRICT;

-- On which site a supplier sells.
CREATE TABLE storefront (
  supplier_id INTEGER PRIMARY KEY REFERENCES supplier (id),
  site_key    TEXT NOT NULL CHECK (site_key <> '')
) STRICT;

-- The page of a product at a supplier, from a day on. Without a product it is the
-- supplier's own page.
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
CREATE UNIQUE INDEX market_link_of ON market_link (supplier_id, COALESCE(product_id, 0), valid_from);

-- What was ordered by hand: the price and the shipping really charged, tax with
-- them. It is never changed: a better one is added and the older one closed.
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
) STRICT;
CREATE UNIQUE INDEX placement_stands ON placement (purchase_id) WHERE superseded_at = '';

-- The part of a placement that each line bears; the parts sum to the whole.
CREATE TABLE placement_line (
  placement_id     INTEGER NOT NULL REFERENCES placement (id),
  purchase_line_id INTEGER NOT NULL REFERENCES purchase_line (id),
  goods            INTEGER NOT NULL,
  shipping         INTEGER NOT NULL,
  PRIMARY KEY (placement_id, purchase_line_id)
) STRICT, WITHOUT ROWID;

-- The marketplace's own order numbers: each stands for one purchase order only.
-- market is the site, or the supplier where no site is known.
CREATE TABLE market_number (
  market      TEXT NOT NULL CHECK (market <> ''),
  number      TEXT NOT NULL CHECK (number <> ''),
  purchase_id INTEGER NOT NULL REFERENCES purchase_order (id),
  PRIMARY KEY (market, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX market_number_purchase ON market_number (purchase_id);

CREATE TRIGGER placement_fixed BEFORE UPDATE ON placement
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.purchase_id <> OLD.purchase_id OR NEW.dated <> OLD.dated
  OR NEW.currency <> OLD.currency OR NEW.goods <> OLD.goods OR NEW.shipping <> OLD.shipping OR NEW.paid_on <> OLD.paid_on
BEGIN SELECT RAISE(ABORT, 'what was ordered by hand is never changed: record it anew'); END;
CREATE TRIGGER placement_kept BEFORE DELETE ON placement
BEGIN SELECT RAISE(ABORT, 'what was ordered by hand is never deleted: record it anew'); END;
CREATE TRIGGER placement_line_fixed BEFORE UPDATE ON placement_line
BEGIN SELECT RAISE(ABORT, 'what was ordered by hand is never changed: record it anew'); END;
CREATE TRIGGER placement_line_kept BEFORE DELETE ON placement_line
BEGIN SELECT RAISE(ABORT, 'what was ordered by hand is never deleted: record it anew'); END;

-- A forwarding is never taken back, but for one by hand of which a person says
-- that nothing was ordered.
CREATE TRIGGER forwarding_kept BEFORE DELETE ON forwarding
WHEN OLD.channel <> 'marketplace' OR OLD.state = 'sent'
BEGIN SELECT RAISE(ABORT, 'a forwarding is never deleted'); END;

INSERT INTO market_site (site, site_key, valid_from, fields, phone, note, columns, source, checked_on) VALUES
  ('AliExpress', 'aliexpress', '0001-01-01', 'country name phone address1 address2 province city zip', 'plus_digits', '', '',
    'the usual order of the form; not yet compared with the site', ''),
  ('Temu', 'temu', '0001-01-01', 'country name phone address1 address2 city province zip', 'plus_digits', '', '',
    'the usual order of the form; not yet compared with the site', ''),
  ('1688', '1688', '0001-01-01', 'name phone country province city address1 address2 zip', 'plus_digits', '', '',
    'the usual order of the form; not yet compared with the site', ''),
  ('CJ Dropshipping', 'cj dropshipping', '0001-01-01', 'name country province city address1 address2 zip phone email', 'plus_digits', '', '',
    'the usual order of the form; not yet compared with the site', ''),
  ('AliExpress by DSers', 'aliexpress by dsers', '0001-01-01', 'country name phone address1 address2 province city zip', 'plus_digits', '',
    '[{"title":"Order number","value":"order"},{"title":"Date","value":"date"},{"title":"Country","value":"country"},{"title":"Product id","value":"product_id"},{"title":"SKU","value":"supplier_sku"},{"title":"Product count","value":"quantity"},{"title":"Order memo","value":"note"},{"title":"Contact person","value":"name"},{"title":"Mobile no","value":"phone"},{"title":"Email","value":"email"},{"title":"Address","value":"address1 plain"},{"title":"Address2","value":"address2 plain"},{"title":"Province","value":"province"},{"title":"City","value":"city"},{"title":"Zip","value":"zip"}]',
    'help.dsers.com/place-csv-orders', ''),
  ('3PL file', '3pl file', '0001-01-01', 'name company address1 address2 city province zip country phone', 'as_given', '',
    '[{"title":"order id","value":"order"},{"title":"ship_name","value":"name"},{"title":"ship_attn","value":"company"},{"title":"ship_address_1","value":"address1"},{"title":"ship_address_2","value":"address2"},{"title":"ship_city","value":"city"},{"title":"ship_state","value":"province"},{"title":"ship_zipcode","value":"zip"},{"title":"ship_country","value":"country_code"},{"title":"ship_email","value":"email"},{"title":"product_sku","value":"supplier_sku"},{"title":"product_qty","value":"quantity"},{"title":"product_name","value":"product"}]',
    'support.missingink.com, fulfillment-csv', '');
