-- What is known of a supplier beside its prices, and how it is judged before
-- orders can judge it.

ALTER TABLE supplier ADD COLUMN tax_number TEXT NOT NULL DEFAULT '';
ALTER TABLE supplier ADD COLUMN website TEXT NOT NULL DEFAULT '';
ALTER TABLE supplier ADD COLUMN languages TEXT NOT NULL DEFAULT '';    -- all it answers in, by blanks; the column language is that of documents
ALTER TABLE supplier ADD COLUMN currencies TEXT NOT NULL DEFAULT '';   -- all it can be paid in, by blanks
ALTER TABLE supplier ADD COLUMN requalify_on TEXT NOT NULL DEFAULT ''; -- when it is to be vetted again, '' never

-- Routing counts the open orders of a supplier on trial.
CREATE INDEX allocation_supplier ON allocation (supplier_id) WHERE cancelled_at = '';

-- A file that belongs to a supplier: a copy in the folder beside the book,
-- named by its content. Only added to; putting one away keeps the row.
CREATE TABLE supplier_file (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  name        TEXT NOT NULL CHECK (name <> ''),     -- as the person called it
  stored      TEXT NOT NULL CHECK (stored <> '' AND instr(stored, '/') = 0 AND instr(stored, '\') = 0),
  sha256      TEXT NOT NULL CHECK (length(sha256) = 64),
  bytes       INTEGER NOT NULL CHECK (bytes >= 0),
  note        TEXT NOT NULL DEFAULT '',
  added_on    TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, sha256, name)
) STRICT;
CREATE TRIGGER supplier_file_kept BEFORE DELETE ON supplier_file
BEGIN SELECT RAISE(ABORT, 'a file of a supplier is put away, never deleted'); END;

CREATE TABLE supplier_place (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  name        TEXT NOT NULL CHECK (name <> ''),
  name_key    TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('warehouse', 'factory', 'office', 'returns')),
  country     TEXT NOT NULL,
  city        TEXT NOT NULL,
  address     TEXT NOT NULL,
  note        TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, name_key)
) STRICT;

CREATE TABLE supplier_contact (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  name        TEXT NOT NULL CHECK (name <> ''),
  name_key    TEXT NOT NULL,
  role        TEXT NOT NULL,
  email       TEXT NOT NULL,
  phone       TEXT NOT NULL,
  language    TEXT NOT NULL,
  note        TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, name_key)
) STRICT;

-- What was agreed from a day on; the next one of the supplier takes its place.
-- NULL: nothing was agreed about it.
CREATE TABLE agreement (
  id                 INTEGER PRIMARY KEY,
  supplier_id        INTEGER NOT NULL REFERENCES supplier (id),
  valid_from         TEXT NOT NULL CHECK (valid_from <> ''),
  valid_to           TEXT NOT NULL DEFAULT '' CHECK (valid_to = '' OR valid_to >= valid_from),
  payment_terms_days INTEGER CHECK (payment_terms_days >= 0),
  moq                INTEGER CHECK (moq > 0),
  multiple           INTEGER CHECK (multiple > 0),
  setup_cost         INTEGER CHECK (setup_cost >= 0),
  currency           TEXT NOT NULL CHECK (length(currency) = 3),
  claim_days         INTEGER CHECK (claim_days >= 0),
  neutral_packaging  INTEGER CHECK (neutral_packaging IN (0, 1)),
  working_days       TEXT NOT NULL,                 -- such as 'mon tue wed thu fri', '' not agreed
  return_address     TEXT NOT NULL,
  return_terms       TEXT NOT NULL,
  note               TEXT NOT NULL,
  file_id            INTEGER REFERENCES supplier_file (id),
  archived_at        TEXT NOT NULL DEFAULT '',
  version            INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, valid_from)
) STRICT;

-- What was changed by negotiating. Money before and after is of the agreement's
-- currency, and for a piece, a line or an order as the term says.
CREATE TABLE agreement_change (
  agreement_id INTEGER NOT NULL REFERENCES agreement (id),
  position     INTEGER NOT NULL CHECK (position > 0),
  term         TEXT NOT NULL CHECK (term IN ('price', 'shipping', 'order_fee', 'other')),
  sku          TEXT NOT NULL,                       -- price: the product; '' elsewhere: all
  before       INTEGER CHECK (before >= 0),
  after        INTEGER CHECK (after >= 0),
  note         TEXT NOT NULL,
  PRIMARY KEY (agreement_id, position),
  CHECK (term = 'other' OR (before IS NOT NULL AND after IS NOT NULL)),
  CHECK (term <> 'price' OR sku <> '')
) STRICT, WITHOUT ROWID;

-- Papers of the merchant that a supplier asks for (given = 'merchant'), and of
-- the supplier that the merchant asks for (given = 'supplier').
CREATE TABLE credential (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  name        TEXT NOT NULL CHECK (name <> ''),
  name_key    TEXT NOT NULL,
  given       TEXT NOT NULL CHECK (given IN ('merchant', 'supplier')),
  kind        TEXT NOT NULL CHECK (kind IN ('registration', 'tax', 'resale', 'insurance', 'quality', 'safety', 'brand', 'contract', 'other')),
  number      TEXT NOT NULL,
  asked_on    TEXT NOT NULL,
  handed_on   TEXT NOT NULL,                        -- '' not yet
  expires_on  TEXT NOT NULL,                        -- '' never
  file_id     INTEGER REFERENCES supplier_file (id),
  note        TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, given, name_key)
) STRICT;

CREATE TABLE talk (
  id           INTEGER PRIMARY KEY,
  supplier_id  INTEGER NOT NULL REFERENCES supplier (id),
  held_on      TEXT NOT NULL CHECK (held_on <> ''),
  subject      TEXT NOT NULL CHECK (subject <> ''),
  subject_key  TEXT NOT NULL,
  channel      TEXT NOT NULL CHECK (channel IN ('call', 'email', 'chat', 'meeting', 'fair', 'other')),
  contact      TEXT NOT NULL,                       -- with whom, as it was then
  said         TEXT NOT NULL,
  follow_up_on TEXT NOT NULL,                       -- '' none
  followed_on  TEXT NOT NULL,                       -- '' not yet
  archived_at  TEXT NOT NULL DEFAULT '',
  version      INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, held_on, subject_key)
) STRICT;

-- What a supplier is to improve.
CREATE TABLE improvement (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  title       TEXT NOT NULL CHECK (title <> ''),
  title_key   TEXT NOT NULL,
  owner       TEXT NOT NULL,
  due_on      TEXT NOT NULL,
  metric      TEXT NOT NULL,
  before      TEXT NOT NULL,                        -- exact decimals, '' unknown
  target      TEXT NOT NULL,
  after       TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
  opened_on   TEXT NOT NULL,
  ended_on    TEXT NOT NULL CHECK ((state = 'open') = (ended_on = '')),
  note        TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, title_key)
) STRICT;

-- Gates and criteria by which suppliers are vetted. A template is never changed:
-- a change is its next version. Gates and criteria are JSON.
CREATE TABLE vetting_template (
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL CHECK (name <> ''),
  name_key    TEXT NOT NULL,
  number      INTEGER NOT NULL CHECK (number > 0),  -- the version, from 1
  type        TEXT NOT NULL CHECK (type IN ('marketplace', 'wholesaler', 'private_label', 'agent', 'third_party_logistics')),
  mixed       INTEGER NOT NULL CHECK (mixed IN (0, 1)), -- criteria of 1 to 5 stand beside those of 0 to 100, and that is meant
  gates       TEXT NOT NULL,
  criteria    TEXT NOT NULL,
  note        TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  archived_at TEXT NOT NULL DEFAULT '',
  UNIQUE (name_key, number)
) STRICT;
CREATE TRIGGER vetting_template_fixed BEFORE UPDATE ON vetting_template
WHEN NEW.name_key <> OLD.name_key OR NEW.number <> OLD.number OR NEW.type <> OLD.type OR NEW.mixed <> OLD.mixed
  OR NEW.gates <> OLD.gates OR NEW.criteria <> OLD.criteria OR NEW.recorded_at <> OLD.recorded_at
BEGIN SELECT RAISE(ABORT, 'a template is never changed: write its next version'); END;
CREATE TRIGGER vetting_template_kept BEFORE DELETE ON vetting_template
BEGIN SELECT RAISE(ABORT, 'a template is never deleted'); END;

-- A judgement of a supplier on a day, by one version of a template.
CREATE TABLE assessment (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  assessed_on TEXT NOT NULL CHECK (assessed_on <> ''),
  template_id INTEGER NOT NULL REFERENCES vetting_template (id),
  assessor    TEXT NOT NULL,
  note        TEXT NOT NULL,
  finished    INTEGER NOT NULL CHECK (finished IN (0, 1)), -- 0: half done
  archived_at TEXT NOT NULL DEFAULT '',
  version     INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, assessed_on)
) STRICT;
CREATE TRIGGER assessment_kept BEFORE DELETE ON assessment
BEGIN SELECT RAISE(ABORT, 'an assessment is put away, never deleted'); END;
CREATE TRIGGER assessment_template_fixed BEFORE UPDATE ON assessment
WHEN OLD.finished = 1 AND NEW.template_id <> OLD.template_id
BEGIN SELECT RAISE(ABORT, 'a finished assessment keeps the template it was made with'); END;

CREATE TABLE assessment_gate (
  assessment_id INTEGER NOT NULL REFERENCES assessment (id),
  gate          TEXT NOT NULL,                      -- its key in the template
  passed        INTEGER CHECK (passed IN (0, 1)),   -- NULL: not known
  evidence      TEXT NOT NULL,
  expires_on    TEXT NOT NULL,                      -- '' never
  file_id       INTEGER REFERENCES supplier_file (id),
  PRIMARY KEY (assessment_id, gate)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_grade (
  assessment_id INTEGER NOT NULL REFERENCES assessment (id),
  criterion     TEXT NOT NULL,                      -- its key in the template
  grade         TEXT NOT NULL,                      -- exact decimal on the criterion's scale, '' not known
  evidence      TEXT NOT NULL,
  source        TEXT NOT NULL,                      -- where it comes from, such as a review or 3 test orders
  source_on     TEXT NOT NULL,
  file_id       INTEGER REFERENCES supplier_file (id),
  PRIMARY KEY (assessment_id, criterion)
) STRICT, WITHOUT ROWID;

-- An order placed to see what comes. Grades are 1 to 5 as exact decimals, ''
-- not known.
CREATE TABLE test_order (
  id            INTEGER PRIMARY KEY,
  supplier_id   INTEGER NOT NULL REFERENCES supplier (id),
  ordered_on    TEXT NOT NULL CHECK (ordered_on <> ''),
  sku           TEXT NOT NULL,                      -- '' not a product of the book
  country       TEXT NOT NULL,                      -- where it went
  reference     TEXT NOT NULL,                      -- the supplier's order number
  handling_days INTEGER CHECK (handling_days >= 0), -- promised until it leaves
  promised_days INTEGER CHECK (promised_days >= 0), -- promised until it arrives
  shipped_on    TEXT NOT NULL,
  scanned_on    TEXT NOT NULL,                      -- the carrier's first scan
  delivered_on  TEXT NOT NULL,
  cost          INTEGER CHECK (cost >= 0),
  currency      TEXT NOT NULL CHECK (length(currency) = 3),
  product       TEXT NOT NULL,
  packaging     TEXT NOT NULL,
  accuracy      TEXT NOT NULL,
  branding      TEXT NOT NULL,
  photos        TEXT NOT NULL,
  price         TEXT NOT NULL,                      -- worth its money
  verdict       TEXT NOT NULL CHECK (verdict IN ('', 'good', 'doubtful', 'bad')),
  note          TEXT NOT NULL,
  archived_at   TEXT NOT NULL DEFAULT '',
  version       INTEGER NOT NULL DEFAULT 1,
  UNIQUE (supplier_id, ordered_on, sku),
  CHECK (shipped_on = '' OR shipped_on >= ordered_on),
  CHECK (scanned_on = '' OR scanned_on >= ordered_on),
  CHECK (delivered_on = '' OR (delivered_on >= ordered_on AND delivered_on >= shipped_on AND delivered_on >= scanned_on))
) STRICT;
CREATE TABLE test_order_file (
  test_order_id INTEGER NOT NULL REFERENCES test_order (id),
  file_id       INTEGER NOT NULL REFERENCES supplier_file (id),
  PRIMARY KEY (test_order_id, file_id)
) STRICT, WITHOUT ROWID;

-- Proposals of a stage that a person turned down. The cause names the very
-- facts, so that new facts propose again.
CREATE TABLE stage_refusal (
  id          INTEGER PRIMARY KEY,
  supplier_id INTEGER NOT NULL REFERENCES supplier (id),
  cause       TEXT NOT NULL CHECK (cause <> ''),
  why         TEXT NOT NULL,
  refused_at  TEXT NOT NULL,
  UNIQUE (supplier_id, cause)
) STRICT;
