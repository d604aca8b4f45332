-- What 3PLs charge by the month: storage and the account. It belongs to no order,
-- so it stands beside the margins of the orders until somebody shares it out.
INSERT INTO account (id, code, name, type, margin) VALUES (25, '5130', 'Storage and monthly fees of 3PLs', 'expense', '');

-- One row for each fee of a month, of storage one for each product. What was
-- worked out anew takes the place of what stood, which is kept.
CREATE TABLE threepl_month (
  id            INTEGER PRIMARY KEY,
  supplier_id   INTEGER NOT NULL REFERENCES supplier (id),
  month         TEXT NOT NULL,                        -- YYYY-MM
  fee           TEXT NOT NULL CHECK (fee IN ('storage', 'account')),
  product_id    INTEGER REFERENCES product (id),      -- of storage
  piece_days    INTEGER NOT NULL,                     -- pieces there at the end of each day, added up; 0 of the account
  amount        INTEGER NOT NULL,                     -- in currency
  currency      TEXT NOT NULL,
  base_amount   INTEGER NOT NULL,                     -- in the book's currency
  source        TEXT NOT NULL,                        -- the rows of the fee table it comes from
  entry_id      INTEGER NOT NULL REFERENCES journal_entry (id),
  recorded_at   TEXT NOT NULL,
  superseded_at TEXT NOT NULL DEFAULT '',
  CHECK ((fee = 'storage') = (product_id IS NOT NULL))
) STRICT;
CREATE INDEX threepl_month_supplier ON threepl_month (supplier_id, month);
CREATE UNIQUE INDEX threepl_month_once ON threepl_month (supplier_id, month, fee, COALESCE(product_id, 0)) WHERE superseded_at = '';

CREATE TRIGGER threepl_month_fixed BEFORE UPDATE ON threepl_month
WHEN OLD.superseded_at <> '' OR NEW.superseded_at = '' OR NEW.amount <> OLD.amount OR NEW.base_amount <> OLD.base_amount OR NEW.month <> OLD.month
  OR NEW.fee <> OLD.fee OR NEW.piece_days <> OLD.piece_days OR NEW.entry_id <> OLD.entry_id OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a monthly charge is never changed: work it out anew'); END;
CREATE TRIGGER threepl_month_kept BEFORE DELETE ON threepl_month
BEGIN SELECT RAISE(ABORT, 'a monthly charge is never deleted: work it out anew'); END;
