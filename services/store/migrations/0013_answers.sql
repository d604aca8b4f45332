-- Acknowledgements from files of suppliers, and taking such an import back.

-- Column mappings a person confirmed for files of acknowledgements, by header.
CREATE TABLE answer_mapping (
  header_key TEXT PRIMARY KEY,
  mapping    TEXT NOT NULL,                         -- JSON
  saved_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- An answer that was taken back with its import no longer counts: the one before
-- it does again, also where its price had waited for a person.
ALTER TABLE acknowledgement ADD COLUMN undone_at TEXT NOT NULL DEFAULT '';
DROP INDEX acknowledgement_purchase;
CREATE INDEX acknowledgement_purchase ON acknowledgement (purchase_id, id) WHERE undone_at = '';

DROP TRIGGER acknowledgement_fixed;
CREATE TRIGGER acknowledgement_fixed BEFORE UPDATE ON acknowledgement
WHEN NEW.purchase_id <> OLD.purchase_id OR NEW.dated <> OLD.dated OR NEW.reference <> OLD.reference
  OR NEW.refused <> OLD.refused OR NEW.recorded_at <> OLD.recorded_at OR OLD.undone_at <> ''
  OR (NEW.price <> OLD.price AND NOT (OLD.price = 'raised' AND NEW.price IN ('accepted', 'replaced') OR OLD.price = 'replaced' AND NEW.price = 'raised'))
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never changed: record a newer one'); END;
