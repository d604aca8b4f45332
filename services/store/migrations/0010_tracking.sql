-- Tracking numbers from files, the look after a delivery, and the areas of
-- customs and tax as dated rows that people can edit.

-- Column mappings a person confirmed for files of tracking numbers, by header.
CREATE TABLE tracking_mapping (
  header_key TEXT PRIMARY KEY,
  mapping    TEXT NOT NULL,                         -- JSON
  saved_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- After a delivery a person looks whether all is well; '' nobody has yet.
ALTER TABLE parcel ADD COLUMN verified_on TEXT NOT NULL DEFAULT '' CHECK (verified_on = '' OR state = 'delivered');
CREATE INDEX parcel_unverified ON parcel (delivered_on) WHERE archived_at = '' AND state = 'delivered' AND verified_on = '';

-- Deliveries by day, from which it is told how long a supplier takes.
CREATE INDEX parcel_delivered ON parcel (delivered_on) WHERE archived_at = '' AND state = 'delivered';

-- Countries that are one area for customs and tax; a country is in one area at a
-- time.
CREATE TABLE tax_area_new (
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
INSERT INTO tax_area_new (area, country, valid_from, valid_to, source)
SELECT area, country, valid_from, valid_to, CASE area WHEN 'EU' THEN 'Treaty on European Union, its member states; customs union from the day in the row' ELSE '' END
FROM tax_area ORDER BY area, country, valid_from;
DROP TABLE tax_area;
ALTER TABLE tax_area_new RENAME TO tax_area;
INSERT INTO tax_area (area, country, valid_from, valid_to, source) VALUES
  ('EU', 'GB', '2013-07-01', '2020-12-31', 'Withdrawal Agreement, Art. 126: end of the transition period'),
  ('EU', 'XI', '2021-01-01', '', 'Windsor Framework, Art. 5 and 8: Northern Ireland, for goods')
ON CONFLICT DO NOTHING;

ALTER TABLE retry_rule ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
