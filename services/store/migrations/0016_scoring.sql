-- By which rules suppliers are scored, each set from its first day until the next
-- one. The score of an earlier day keeps the rules of that day. Shares, points and
-- weights are exact decimals on 0 to 100.
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
CREATE TRIGGER score_rule_kept BEFORE DELETE ON score_rule
BEGIN SELECT RAISE(ABORT, 'rules of the score are never deleted: write others from a later day'); END;

-- What a book had set holds on, since ever; the rest is as the program brings it.
INSERT INTO score_rule (valid_from, half_life_days, open_days, prior_orders, prior, worst_rate, worst_defects, price_step, class_a, class_b, class_c,
  weight_dispatch, weight_otd, weight_otif, weight_odr, weight_cancel, weight_acknowledgement, weight_price, weight_stock, weight_claims, source, checked_on)
WITH was (key, value) AS (SELECT key, value FROM setting WHERE key LIKE 'score.%' AND value <> '')
SELECT '0001-01-01',
  CAST(COALESCE((SELECT value FROM was WHERE key = 'score.half_life_days'), '90') AS INTEGER),
  CAST(COALESCE((SELECT value FROM was WHERE key = 'score.open_days'), '90') AS INTEGER),
  CAST(COALESCE((SELECT value FROM was WHERE key = 'score.prior_orders'), '10') AS INTEGER),
  COALESCE((SELECT value FROM was WHERE key = 'score.prior_percent'), '50'),
  COALESCE((SELECT value FROM was WHERE key = 'score.worst_rate'), '50'),
  COALESCE((SELECT value FROM was WHERE key = 'score.worst_defects'), '20'),
  COALESCE((SELECT value FROM was WHERE key = 'score.price_step'), '3'),
  COALESCE((SELECT value FROM was WHERE key = 'score.class_a'), '90'),
  COALESCE((SELECT value FROM was WHERE key = 'score.class_b'), '70'),
  COALESCE((SELECT value FROM was WHERE key = 'score.class_c'), '50'),
  COALESCE((SELECT value FROM was WHERE key = 'score.weight_dispatch'), '10'),
  COALESCE((SELECT value FROM was WHERE key = 'score.weight_otd'), '20'),
  COALESCE((SELECT value FROM was WHERE key = 'score.weight_otif'), '15'),
  COALESCE((SELECT value FROM was WHERE key = 'score.weight_odr'), '25'),
  COALESCE((SELECT value FROM was WHERE key = 'score.weight_cancel'), '10'),
  COALESCE((SELECT value FROM was WHERE key = 'score.weight_acknowledgement'), '5'),
  COALESCE((SELECT value FROM was WHERE key = 'score.weight_price'), '5'),
  COALESCE((SELECT value FROM was WHERE key = 'score.weight_stock'), '5'),
  COALESCE((SELECT value FROM was WHERE key = 'score.weight_claims'), '5'),
  CASE WHEN EXISTS (SELECT 1 FROM was) THEN 'taken over from the settings of this book'
    ELSE 'comes with the program: classes as published scorecards cut them, the rest a usual beginning' END,
  '2026-11-22';
DELETE FROM setting WHERE key LIKE 'score.%';

-- A talk can be a question: when it was sent on the day of the talk, and when the
-- answer came. Times of day are the merchant's.
ALTER TABLE talk ADD COLUMN asked_at TEXT NOT NULL DEFAULT '';     -- HH:MM, '' no question
ALTER TABLE talk ADD COLUMN answered_on TEXT NOT NULL DEFAULT ''   -- '' not yet
  CHECK (answered_on = '' OR (asked_at <> '' AND answered_on >= held_on));
ALTER TABLE talk ADD COLUMN answered_at TEXT NOT NULL DEFAULT ''   -- HH:MM
  CHECK ((answered_at = '') = (answered_on = '') AND (answered_on <> held_on OR answered_at >= asked_at));
