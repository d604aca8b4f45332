-- The merchant's own letters in every language and for single suppliers, payments
-- to marketplaces in the journal, and files for sites as workbooks.

-- A letter that the merchant wrote in place of one that comes with the program; a
-- part that is '' is the one it stands for. It is never changed: a newer one is
-- added and the older one closed.
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
CREATE UNIQUE INDEX letter_text_stands ON letter_text (kind, language, COALESCE(supplier_id, 0)) WHERE superseded_at = '';
CREATE TRIGGER letter_text_fixed BEFORE UPDATE ON letter_text
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.kind <> OLD.kind OR NEW.language <> OLD.language OR NEW.supplier_id IS NOT OLD.supplier_id
  OR NEW.subject <> OLD.subject OR NEW.body <> OLD.body OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a letter is never changed: write a newer one'); END;
CREATE TRIGGER letter_text_kept BEFORE DELETE ON letter_text
BEGIN SELECT RAISE(ABORT, 'a letter is never deleted: take the program''s own again'); END;

-- What a book had set holds on: a change and a cancellation had one letter.
INSERT INTO letter_text (kind, language, supplier_id, subject, body, recorded_at)
SELECT v.column1, v.column2, NULL, COALESCE(s.value, ''), COALESCE(b.value, ''), max(COALESCE(s.changed_at, ''), COALESCE(b.changed_at, ''))
FROM (VALUES
  ('purchase', 'en', 'mail.subject.en', 'mail.text.en'), ('purchase', 'de', 'mail.subject.de', 'mail.text.de'),
  ('change', 'en', 'mail.amendment.subject.en', 'mail.amendment.text.en'), ('change', 'de', 'mail.amendment.subject.de', 'mail.amendment.text.de'),
  ('cancellation', 'en', 'mail.amendment.subject.en', 'mail.amendment.text.en'), ('cancellation', 'de', 'mail.amendment.subject.de', 'mail.amendment.text.de'),
  ('reminder', 'en', '', 'mail.parcel.supplier.en'), ('reminder', 'de', '', 'mail.parcel.supplier.de'),
  ('notice', 'en', '', 'mail.parcel.customer.en'), ('notice', 'de', '', 'mail.parcel.customer.de')) AS v
LEFT JOIN setting s ON s.key = v.column3 LEFT JOIN setting b ON b.key = v.column4
WHERE COALESCE(s.value, '') <> '' OR COALESCE(b.value, '') <> '';
DELETE FROM setting WHERE key LIKE 'mail.subject.%' OR key LIKE 'mail.text.%' OR key LIKE 'mail.amendment.%' OR key LIKE 'mail.parcel.%';

-- From where a supplier was paid. What stands from before says '': it was never
-- booked, and is not until a person records it anew.
ALTER TABLE placement ADD COLUMN paid_from TEXT NOT NULL DEFAULT '' CHECK (paid_from IN ('', 'bank', 'card'));
DROP TRIGGER placement_fixed;
CREATE TRIGGER placement_fixed BEFORE UPDATE ON placement
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.purchase_id <> OLD.purchase_id OR NEW.dated <> OLD.dated
  OR NEW.currency <> OLD.currency OR NEW.goods <> OLD.goods OR NEW.shipping <> OLD.shipping OR NEW.paid_on <> OLD.paid_on OR NEW.paid_from <> OLD.paid_from
BEGIN SELECT RAISE(ABORT, 'what was ordered by hand is never changed: record it anew'); END;

INSERT INTO account (id, code, name, type, margin) VALUES (26, '2020', 'Cards, not yet taken from the bank', 'liability', '');

-- A payment is an event of its own in the journal.
DROP TRIGGER posting_sealed;
CREATE TABLE journal_entry_new (
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
INSERT INTO journal_entry_new SELECT id, dated, kind, document, memo, currency, rate, rate_date, rate_source, order_id, batch_id, reverses_id, recorded_at
  FROM journal_entry;
DROP TABLE journal_entry;
ALTER TABLE journal_entry_new RENAME TO journal_entry;
CREATE INDEX journal_entry_order ON journal_entry (order_id);
CREATE INDEX journal_entry_batch ON journal_entry (batch_id) WHERE batch_id IS NOT NULL;
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

-- What was paid to a supplier for a purchase order, as it is booked: once. One
-- that was paid otherwise closes it, and its entry is reversed.
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
CREATE UNIQUE INDEX payment_once ON payment (purchase_id) WHERE superseded_at = '';
CREATE INDEX payment_order ON payment (order_id);
CREATE TRIGGER payment_fixed BEFORE UPDATE ON payment
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.purchase_id <> OLD.purchase_id OR NEW.order_id <> OLD.order_id
  OR NEW.dated <> OLD.dated OR NEW.currency <> OLD.currency OR NEW.amount <> OLD.amount OR NEW.left_base <> OLD.left_base
  OR NEW.owed_base <> OLD.owed_base OR NEW.account_id <> OLD.account_id OR NEW.entry_id <> OLD.entry_id OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a payment is never changed: record it anew'); END;
CREATE TRIGGER payment_kept BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'a payment is never deleted: record it anew'); END;

-- The kind of file that a site takes for many orders.
ALTER TABLE market_site ADD COLUMN file TEXT NOT NULL DEFAULT 'csv' CHECK (file IN ('csv', 'xlsx'));
UPDATE market_site SET checked_on = '2026-11-23', source = 'https://help.dsers.com/place-csv-orders', columns = '[{"title":"Order number","value":"order"},{"title":"Date","value":"date"},{"title":"Country","value":"country"},{"title":"Product id","value":"product_id"},{"title":"SKU","value":"supplier_sku"},{"title":"Product count","value":"quantity"},{"title":"Order memo","value":"note"},{"title":"Contact person","value":"name"},{"title":"Mobile no","value":"phone"},{"title":"Email","value":"email"},{"title":"Address","value":"address1 plain"},{"title":"Address2","value":"address2 plain"},{"title":"Province","value":"province"},{"title":"City","value":"city"},{"title":"Zip","value":"zip"},{"title":"RUT","value":""},{"title":"Personal Clearance ID","value":""},{"title":"Passport/ Alien registration Card Number","value":""},{"title":"CPF","value":""}]'
  WHERE site_key = 'aliexpress by dsers' AND valid_from = '0001-01-01' AND version = 1;
UPDATE market_site SET checked_on = '2026-11-23', source = 'https://support.missingink.com/knowledgebase/fulfillment-csv-formatting', columns = '[{"title":"order id","value":"order"},{"title":"ship_name","value":"name"},{"title":"ship_attn","value":"company"},{"title":"ship_address_1","value":"address1"},{"title":"ship_address_2","value":"address2"},{"title":"ship_city","value":"city"},{"title":"ship_state","value":"province"},{"title":"ship_zipcode","value":"zip"},{"title":"ship_country","value":"country_code"},{"title":"ship_email","value":"email"},{"title":"ship_phone","value":"phone"},{"title":"product_sku","value":"supplier_sku"},{"title":"product_qty","value":"quantity"},{"title":"product_name","value":"product"}]'
  WHERE site_key = '3pl file' AND valid_from = '0001-01-01' AND version = 1;
INSERT INTO market_site (site, site_key, valid_from, fields, phone, note, columns, file, source, checked_on) VALUES
  ('CJ Dropshipping file', 'cj dropshipping file', '0001-01-01', 'name country province city address1 address2 zip phone email', 'plus_digits', '',
    '[{"title":"Order Number","value":"order"},{"title":"SKU","value":"supplier_sku"},{"title":"Quantity","value":"quantity"},{"title":"Product Title","value":"product"},{"title":"Customer Name","value":"name"},{"title":"Country","value":"country"},{"title":"Country Code","value":"country_code"},{"title":"Province","value":"province"},{"title":"City","value":"city"},{"title":"Address","value":"address1"},{"title":"Address 2","value":"address2"},{"title":"ZIP","value":"zip"},{"title":"Phone","value":"phone"},{"title":"Email","value":"email"},{"title":"Remark","value":"note"}]',
    'xlsx', 'not verified: no published layout was found; compare it with the template that CJ offers for download, and change it before the first upload', ''),
  ('ShipBob file', 'shipbob file', '0001-01-01', 'name company address1 address2 city province zip country phone email', 'as_given', '',
    '[{"title":"Order Number","value":"order"},{"title":"Ship To Name","value":"name"},{"title":"Company","value":"company"},{"title":"Address 1","value":"address1"},{"title":"Address 2","value":"address2"},{"title":"City","value":"city"},{"title":"State","value":"province"},{"title":"Zip Code","value":"zip"},{"title":"Country","value":"country_code"},{"title":"Phone","value":"phone"},{"title":"Email","value":"email"},{"title":"SKU","value":"supplier_sku"},{"title":"Quantity","value":"quantity"}]',
    'csv', 'not verified: no published layout was found; compare it with the template that ShipBob offers for download, and change it before the first upload', ''),
  ('ShipStation file', 'shipstation file', '0001-01-01', 'name company address1 address2 city province zip country phone email', 'as_given', '',
    '[{"title":"Order Number","value":"order"},{"title":"Order Date","value":"date"},{"title":"Recipient Name","value":"name"},{"title":"Company","value":"company"},{"title":"Address 1","value":"address1"},{"title":"Address 2","value":"address2"},{"title":"City","value":"city"},{"title":"State","value":"province"},{"title":"Postal Code","value":"zip"},{"title":"Country Code","value":"country_code"},{"title":"Phone","value":"phone"},{"title":"Email","value":"email"},{"title":"SKU","value":"supplier_sku"},{"title":"Item Name","value":"product"},{"title":"Quantity","value":"quantity"},{"title":"Notes","value":"note"}]',
    'csv', 'https://help.shipstation.com/hc/en-us/articles/360036323571: headings are free and matched once there', '2026-11-23'),
  ('Shippingbo file', 'shippingbo file', '0001-01-01', 'name company address1 city zip country phone email', 'as_given', '',
    '[{"title":"date","value":"date"},{"title":"orderId","value":"order"},{"title":"lineId","value":"line"},{"title":"sku","value":"supplier_sku"},{"title":"quantity","value":"quantity"},{"title":"name","value":"name"},{"title":"address1","value":"address1"},{"title":"postcode","value":"zip"},{"title":"city","value":"city"},{"title":"country","value":"country_code"},{"title":"companyName","value":"company"},{"title":"description","value":"product"}]',
    'csv', 'https://knowledge.shippingbo.com/en/uploading', '2026-11-23'),
  ('Teapplix file', 'teapplix file', '0001-01-01', 'name company address1 address2 city province zip country phone email', 'as_given', '',
    '[{"title":"OrderId","value":"order"},{"title":"OrderDate","value":"date stamp"},{"title":"OrderItemId","value":"line"},{"title":"ItemName","value":"supplier_sku"},{"title":"ItemDescription","value":"product"},{"title":"Qty","value":"quantity"},{"title":"Email","value":"email"},{"title":"Phone","value":"phone"},{"title":"ShipToName","value":"name"},{"title":"ShipToCompany","value":"company"},{"title":"ShipToStreet1","value":"address1"},{"title":"ShipToStreet2","value":"address2"},{"title":"ShipToCity","value":"city"},{"title":"ShipToState","value":"province"},{"title":"ShipToZipCode","value":"zip"},{"title":"ShipToCountry","value":"country_code"}]',
    'csv', 'https://teapplix.com/help/?page_id=3930', '2026-11-23'),
  ('ShippingEasy file', 'shippingeasy file', '0001-01-01', 'name company address1 address2 city province zip country phone email', 'as_given', '',
    '[{"title":"Order Number","value":"order"},{"title":"Order Date","value":"date us"},{"title":"Full Name","value":"name"},{"title":"Company","value":"company"},{"title":"Address Line 1","value":"address1"},{"title":"Address Line 2","value":"address2"},{"title":"City","value":"city"},{"title":"State","value":"province"},{"title":"Postal Code","value":"zip"},{"title":"Country","value":"country_code"},{"title":"Phone","value":"phone"},{"title":"Email","value":"email"},{"title":"SKU","value":"supplier_sku"},{"title":"Item Name","value":"product"},{"title":"Quantity","value":"quantity"}]',
    'csv', 'not verified: only a part of the headings is known; compare them with the template that ShippingEasy offers for download', '')
ON CONFLICT (site_key, valid_from) DO NOTHING;
