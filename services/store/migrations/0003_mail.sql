-- Messages to suppliers: the outbox of e-mail, and what suppliers answered.

-- One e-mail for each forwarding of channel 'email', written before anything is
-- sent. It is queued until the moment before its text is handed to the mail
-- server; from then on it is sending, and only the server's reply or a person
-- ends that. So one that is found queued has certainly not been accepted, and
-- one found sending when the program starts may have been: it becomes unknown.
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
CREATE INDEX mail_message_open ON mail_message (id) WHERE state IN ('queued', 'sending', 'unknown');

-- The very bytes of a message, packed with gzip. They may go once the message
-- is sent or failed; its hash stays.
CREATE TABLE mail_body (
  mail_id INTEGER PRIMARY KEY REFERENCES mail_message (id),
  packed  BLOB NOT NULL
) STRICT;

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
-- What may have been accepted is never sent again: nothing leads from unknown,
-- sent or failed back to queued.
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

-- How long to wait before a message is tried again that the mail server did not
-- take for now, by how often it was tried. The newest rows that hold on a day
-- count together; after the last of them a message counts as failed.
CREATE TABLE retry_rule (
  id           INTEGER PRIMARY KEY,
  valid_from   TEXT NOT NULL,
  tries        INTEGER NOT NULL CHECK (tries > 0),
  wait_minutes INTEGER NOT NULL CHECK (wait_minutes > 0),
  source       TEXT NOT NULL,
  checked_on   TEXT NOT NULL,
  UNIQUE (valid_from, tries)
) STRICT;
INSERT INTO retry_rule (valid_from, tries, wait_minutes, source, checked_on) VALUES
  ('0001-01-01', 1, 1, 'short, for greylisting; RFC 5321 4.5.4.1 leaves the first tries to the sender', '2026-11-22'),
  ('0001-01-01', 2, 5, 'short, for greylisting; RFC 5321 4.5.4.1 leaves the first tries to the sender', '2026-11-22'),
  ('0001-01-01', 3, 15, 'short, for greylisting; RFC 5321 4.5.4.1 leaves the first tries to the sender', '2026-11-22'),
  ('0001-01-01', 4, 30, 'RFC 5321 4.5.4.1: at least 30 minutes', '2026-11-22'),
  ('0001-01-01', 5, 60, 'RFC 5321 4.5.4.1: at least 30 minutes', '2026-11-22'),
  ('0001-01-01', 6, 120, 'RFC 5321 4.5.4.1: 2 or 3 hours later on', '2026-11-22'),
  ('0001-01-01', 7, 180, 'RFC 5321 4.5.4.1: 2 or 3 hours later on', '2026-11-22'),
  ('0001-01-01', 8, 180, 'RFC 5321 4.5.4.1: 2 or 3 hours later on', '2026-11-22');

-- What a supplier answered to a purchase order. The newest answer counts; the
-- older ones stay as they came. A price above ours is 'raised' until a person
-- accepts it; an answer that a newer one replaced is 'replaced'.
CREATE TABLE acknowledgement (
  id          INTEGER PRIMARY KEY,
  purchase_id INTEGER NOT NULL REFERENCES purchase_order (id),
  dated       TEXT NOT NULL,
  reference   TEXT NOT NULL,                        -- the supplier's own number
  refused     TEXT NOT NULL,                        -- the reason, '' not refused
  price       TEXT NOT NULL CHECK (price IN ('as_ordered', 'raised', 'accepted', 'replaced')),
  recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX acknowledgement_purchase ON acknowledgement (purchase_id, id);

CREATE TABLE acknowledgement_line (
  acknowledgement_id INTEGER NOT NULL REFERENCES acknowledgement (id),
  purchase_line_id   INTEGER NOT NULL REFERENCES purchase_line (id),
  quantity           INTEGER NOT NULL CHECK (quantity >= 0),  -- that will come
  backorder          INTEGER NOT NULL CHECK (backorder >= 0), -- that will come later, or not
  price              INTEGER NOT NULL CHECK (price >= 0),     -- a piece, in the purchase order's currency
  ship_date          TEXT NOT NULL,                           -- '' not said
  PRIMARY KEY (acknowledgement_id, purchase_line_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER acknowledgement_fixed BEFORE UPDATE ON acknowledgement
WHEN NEW.purchase_id <> OLD.purchase_id OR NEW.dated <> OLD.dated OR NEW.reference <> OLD.reference
  OR NEW.refused <> OLD.refused OR NEW.recorded_at <> OLD.recorded_at
  OR (NEW.price <> OLD.price AND NOT (OLD.price = 'raised' AND NEW.price IN ('accepted', 'replaced')))
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never changed: record a newer one'); END;
CREATE TRIGGER acknowledgement_kept BEFORE DELETE ON acknowledgement
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never deleted: record a newer one'); END;
CREATE TRIGGER acknowledgement_line_fixed BEFORE UPDATE ON acknowledgement_line
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never changed: record a newer one'); END;
CREATE TRIGGER acknowledgement_line_kept BEFORE DELETE ON acknowledgement_line
BEGIN SELECT RAISE(ABORT, 'an acknowledgement is never deleted: record a newer one'); END;
