-- Following the parcel until the customer has it. A parcel brings pieces of
-- order lines; what it did on the way are its events, which are only added to.
-- Dates are days as suppliers and carriers tell them; '' is unknown.

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
CREATE INDEX parcel_purchase ON parcel (purchase_id) WHERE purchase_id IS NOT NULL;
CREATE INDEX parcel_tracking ON parcel (tracking_key);
CREATE INDEX parcel_open ON parcel (id) WHERE archived_at = '' AND state <> 'delivered'; -- few, and looked at all day
CREATE TRIGGER parcel_is_kept BEFORE DELETE ON parcel
BEGIN SELECT RAISE(ABORT, 'a parcel is never deleted: put it away'); END;

-- What is in a parcel. extra are the pieces beyond what was ordered, as it stood
-- when this was written.
CREATE TABLE parcel_line (
  parcel_id INTEGER NOT NULL REFERENCES parcel (id),
  line_id   INTEGER NOT NULL REFERENCES order_line (id),
  quantity  INTEGER NOT NULL CHECK (quantity > 0),
  extra     INTEGER NOT NULL DEFAULT 0 CHECK (extra BETWEEN 0 AND quantity),
  PRIMARY KEY (parcel_id, line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX parcel_line_line ON parcel_line (line_id);

CREATE TABLE parcel_event (
  id          INTEGER PRIMARY KEY,
  parcel_id   INTEGER NOT NULL REFERENCES parcel (id),
  state       TEXT NOT NULL,
  happened_on TEXT NOT NULL CHECK (happened_on <> ''),
  note        TEXT NOT NULL,
  recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX parcel_event_parcel ON parcel_event (parcel_id, happened_on);
CREATE TRIGGER parcel_event_fixed BEFORE UPDATE ON parcel_event
BEGIN SELECT RAISE(ABORT, 'what happened to a parcel is never changed: add what is right'); END;
CREATE TRIGGER parcel_event_kept BEFORE DELETE ON parcel_event
BEGIN SELECT RAISE(ABORT, 'what happened to a parcel is never deleted'); END;

-- Where a carrier shows a parcel: '{tracking}' stands for the number.
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

-- When people of a country rest, from a day on, and what their clocks show.
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

-- Single days on which a country, or one supplier of it, does not work.
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
CREATE UNIQUE INDEX holiday_day ON holiday (country, COALESCE(supplier_id, 0), day);

-- What the customer was told when the order came in. It is never changed; it
-- goes only with its order, when the import that brought it is taken back.
CREATE TABLE promise (
  order_id     INTEGER PRIMARY KEY,                 -- no foreign key: removed by the trigger below
  ship_by      TEXT NOT NULL,
  deliver_from TEXT NOT NULL,
  deliver_by   TEXT NOT NULL CHECK (deliver_by >= deliver_from AND deliver_from >= ship_by),
  supplier_id  INTEGER,                             -- who it was reckoned on, NULL: on the settings
  reckoned     TEXT NOT NULL,                       -- how, in words
  made_at      TEXT NOT NULL
) STRICT;
CREATE INDEX promise_deliver ON promise (deliver_by);
CREATE TRIGGER promise_fixed BEFORE UPDATE ON promise
BEGIN SELECT RAISE(ABORT, 'a promise to the customer is never changed'); END;
CREATE TRIGGER promise_kept BEFORE DELETE ON promise
WHEN EXISTS (SELECT 1 FROM sales_order WHERE id = OLD.order_id)
BEGIN SELECT RAISE(ABORT, 'a promise to the customer is never deleted'); END;
CREATE TRIGGER promise_goes AFTER DELETE ON sales_order
BEGIN DELETE FROM promise WHERE order_id = OLD.id; END;

INSERT INTO carrier_link (carrier, carrier_key, url, valid_from, source, checked_on) VALUES
  ('DHL', 'dhl', 'https://www.dhl.com/en/express/tracking.html?AWB={tracking}', '0001-01-01', 'www.dhl.com', ''),
  ('UPS', 'ups', 'https://www.ups.com/track?tracknum={tracking}', '0001-01-01', 'www.ups.com', ''),
  ('FedEx', 'fedex', 'https://www.fedex.com/fedextrack/?trknbr={tracking}', '0001-01-01', 'www.fedex.com', ''),
  ('USPS', 'usps', 'https://tools.usps.com/go/TrackConfirmAction?tLabels={tracking}', '0001-01-01', 'tools.usps.com', ''),
  ('Royal Mail', 'royal mail', 'https://www.royalmail.com/track-your-item#/tracking-results/{tracking}', '0001-01-01', 'www.royalmail.com', ''),
  ('17TRACK', '17track', 'https://t.17track.net/en#nums={tracking}', '0001-01-01', 'www.17track.net', '');

INSERT INTO work_week (country, days_off, time_zone, valid_from, source, checked_on) VALUES
  ('CN', 'sat sun', 'Asia/Shanghai', '0001-01-01', 'IANA time zone database', ''),
  ('HK', 'sat sun', 'Asia/Hong_Kong', '0001-01-01', 'IANA time zone database', ''),
  ('DE', 'sat sun', 'Europe/Berlin', '0001-01-01', 'IANA time zone database', ''),
  ('FR', 'sat sun', 'Europe/Paris', '0001-01-01', 'IANA time zone database', ''),
  ('IT', 'sat sun', 'Europe/Rome', '0001-01-01', 'IANA time zone database', ''),
  ('NL', 'sat sun', 'Europe/Amsterdam', '0001-01-01', 'IANA time zone database', ''),
  ('PL', 'sat sun', 'Europe/Warsaw', '0001-01-01', 'IANA time zone database', ''),
  ('GB', 'sat sun', 'Europe/London', '0001-01-01', 'IANA time zone database', '');

INSERT INTO holiday (country, day, name, source, checked_on) VALUES
  ('DE', '2026-12-25', 'Christmas Day', 'public holidays of all German states', ''),
  ('DE', '2026-12-26', 'Second Day of Christmas', 'public holidays of all German states', ''),
  ('DE', '2027-01-01', 'New Year''s Day', 'public holidays of all German states', ''),
  ('DE', '2027-03-26', 'Good Friday', 'public holidays of all German states', ''),
  ('DE', '2027-03-29', 'Easter Monday', 'public holidays of all German states', ''),
  ('FR', '2026-12-25', 'Christmas Day', 'Code du travail, art. L3133-1', ''),
  ('FR', '2027-01-01', 'New Year''s Day', 'Code du travail, art. L3133-1', ''),
  ('GB', '2026-12-25', 'Christmas Day', 'Banking and Financial Dealings Act 1971', ''),
  ('GB', '2026-12-28', 'Boxing Day, moved from Saturday', 'Banking and Financial Dealings Act 1971', ''),
  ('GB', '2027-01-01', 'New Year''s Day', 'Banking and Financial Dealings Act 1971', ''),
  ('US', '2026-11-26', 'Thanksgiving Day', '5 U.S.C. 6103', ''),
  ('US', '2026-12-25', 'Christmas Day', '5 U.S.C. 6103', ''),
  ('US', '2027-01-01', 'New Year''s Day', '5 U.S.C. 6103', ''),
  ('CN', '2027-01-01', 'New Year''s Day', 'State Council, public holidays', ''),
  ('CN', '2027-02-06', 'Spring Festival', 'lunar calendar, first day of the year', '');
