package store

import (
	"bytes"
	"context"
	"database/sql"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dropledger/dropledger/model"
)

var update = flag.Bool("update", false, "rewrite schema.sql and the newest dump from the steps")

// older makes a closed book of the first format with a note and its pages.
func older(t *testing.T) Config {
	t.Helper()
	cfg := configIn(t, t.TempDir())
	db := create(t, cfg)
	addNote(t, db, "x")
	must(t, db.Write(ctx, func(tx *Tx) error { return tx.Exec("INSERT INTO page (note_id) VALUES (1), (1)").Error }))
	must(t, db.Close())
	cfg.steps = stepsUpTo(t, 2)
	return cfg
}

func TestOpen_MigratesAfterABackupAndKeepsTheChildren(t *testing.T) {
	cfg := older(t)
	readOnly := cfg
	readOnly.ReadOnly = true
	_, err := Open(ctx, readOnly)
	wantCode(t, err, model.Refused)

	db := open(t, cfg)
	if n := count(t, db, "page"); n != 2 {
		t.Errorf("%d pages after rebuilding their parent, want 2", n)
	}
	if n := count(t, db, "note WHERE colour = 'white'"); n != 1 {
		t.Errorf("%d white notes", n)
	}
	if n := count(t, db, "migration"); n != 2 {
		t.Errorf("%d steps recorded", n)
	}
	before := cfg
	before.steps = stepsUpTo(t, 1)
	before.Path = filepath.Join(BackupFolder(cfg.Path), "notes-before-0002-20260331T120000Z.book")
	if n := count(t, open(t, before), "note"); n != 1 {
		t.Errorf("the backup has %d notes", n)
	}
}

func TestMigrate_SaysWhatItDid(t *testing.T) {
	cfg := older(t)
	r, err := Migrate(ctx, cfg)
	must(t, err)
	if r.From != 1 || r.To != 2 || r.Backup == "" {
		t.Errorf("got %+v", r)
	}
	r, err = Migrate(ctx, cfg)
	must(t, err)
	if r.From != 2 || r.To != 2 || r.Backup != "" {
		t.Errorf("the second time: %+v", r)
	}
	if got := files(t, BackupFolder(cfg.Path)); len(got) != 1 {
		t.Errorf("backups %q", got)
	}
}

func TestMigrate_FailureAtEachStatementLeavesTheFormatBefore(t *testing.T) {
	statements := strings.SplitAfter(strings.TrimSpace(noteSteps["0002_colour.sql"]), ";\n")
	for i := range statements {
		cfg := older(t)
		broken := append([]string{}, statements...)
		broken[i] += "\nINSERT INTO no_such_table VALUES (1);"
		cfg.steps[1].sql = strings.Join(broken, "")
		_, err := Open(ctx, cfg)
		wantCode(t, err, model.Internal)
		if !strings.Contains(err.Error(), "0002_colour") || !strings.Contains(err.Error(), "backup of it is") {
			t.Errorf("%q says neither which step nor where the backup is", err)
		}
		cfg.steps = stepsUpTo(t, 2)
		db := open(t, cfg) // the next start tries again
		if n := count(t, db, "page"); n != 2 {
			t.Errorf("statement %d: %d pages", i, n)
		}
	}
}

func TestMigrate_RefusesAStepThatBreaksReferences(t *testing.T) {
	cfg := older(t)
	cfg.steps[1].sql = "DROP TRIGGER note_kept; DELETE FROM note;"
	_, err := Migrate(ctx, cfg)
	wantCode(t, err, model.Internal)
	cfg.steps = stepsUpTo(t, 1)
	if n := count(t, open(t, cfg), "note"); n != 1 {
		t.Errorf("%d notes", n)
	}
}

func TestMigrate_WithoutABackupNothingIsChanged(t *testing.T) {
	cfg := older(t)
	must(t, os.WriteFile(BackupFolder(cfg.Path), []byte("a file where the folder should be"), 0o600))
	before := sum(t, cfg.Path)
	_, err := Migrate(ctx, cfg)
	wantCode(t, err, model.Unwritable)
	if sum(t, cfg.Path) != before {
		t.Error("the book was changed")
	}
}

func TestSteps_AreNumberedWithoutGaps(t *testing.T) {
	for _, name := range []string{"0002_x.sql", "x.sql"} {
		if _, err := readSteps(fstest.MapFS{"s/" + name: {Data: []byte("SELECT 1")}}, "s"); err == nil {
			t.Errorf("%s was accepted as the first step", name)
		}
	}
	if SchemaVersion() < 1 {
		t.Error("no steps")
	}
}

func TestSchema_IsWhatTheFileSays(t *testing.T) {
	db := create(t, Config{Path: filepath.Join(t.TempDir(), "a.book")})
	got := schemaOf(t, db.pools.reader)
	if *update {
		must(t, os.WriteFile("schema.sql", got, 0o600))
		must(t, os.Chmod("schema.sql", 0o644))
	}
	want, err := os.ReadFile("schema.sql")
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("the schema differs from schema.sql: run go test ./services/store -update and read the difference")
	}
	var id int
	must(t, db.pools.reader.QueryRow("PRAGMA application_id").Scan(&id))
	if id != applicationID {
		t.Errorf("application_id %x", id)
	}
}

// schemaOf writes the schema as a person would read it, sorted by name.
func schemaOf(t *testing.T, q querier) []byte {
	t.Helper()
	rows, err := q.QueryContext(ctx, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type = 'trigger', type = 'index', name")
	must(t, err)
	defer func() { _ = rows.Close() }()
	var b bytes.Buffer
	b.WriteString("-- The schema a fresh book has. Written by go test -update; change it by a new step in migrations.\n")
	for rows.Next() {
		var text string
		must(t, rows.Scan(&text))
		fmt.Fprintf(&b, "\n%s;\n", text)
	}
	must(t, rows.Err())
	return b.Bytes()
}

// The dump of the newest format follows the schema until its release; then the
// file stays and -update must no longer be used for it.
func TestDumps_NewestIsOfThePresentFormat(t *testing.T) {
	name := fmt.Sprintf("testdata/dumps/%04d.sql", SchemaVersion())
	if *update {
		db := create(t, Config{Path: filepath.Join(t.TempDir(), "a.book"), Clock: configIn(t, "").Clock})
		must(t, db.Write(ctx, func(tx *Tx) error { return tx.Exec(smallBook).Error }))
		must(t, os.MkdirAll(filepath.Dir(name), 0o700))
		must(t, os.WriteFile(name, dump(t, db.pools.reader), 0o600))
		must(t, os.Chmod(name, 0o644))
	}
	text, err := os.ReadFile(name)
	must(t, err)
	if want := fmt.Sprintf("PRAGMA user_version = %d;", SchemaVersion()); !strings.Contains(string(text), want) {
		t.Errorf("%s does not say %s", name, want)
	}
}

// Each released format keeps a small book as SQL text; all of them must come up
// to the present one with the same facts and exactly the present schema.
func TestDumps_OfEveryFormatMigrate(t *testing.T) {
	names, err := filepath.Glob("testdata/dumps/*.sql")
	must(t, err)
	if len(names) == 0 {
		t.Fatal("no dumps")
	}
	fresh := create(t, Config{Path: filepath.Join(t.TempDir(), "fresh.book")})
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			must(t, err)
			path := filepath.Join(t.TempDir(), "old.book")
			old := raw(t, path)
			_, err = old.Exec(string(text))
			must(t, err)
			before := facts(t, old)
			must(t, old.Close())

			db := open(t, Config{Path: path})
			if after := facts(t, db.pools.reader); after != before {
				t.Errorf("facts before %s, after %s", before, after)
			}
			if !bytes.Equal(schemaOf(t, db.pools.reader), schemaOf(t, fresh.pools.reader)) {
				t.Error("the migrated schema differs from a fresh one")
			}
			found, err := db.Integrity(ctx, true)
			if err != nil || !found.OK() {
				t.Errorf("%+v, %v", found, err)
			}
		})
	}
}

// facts are what no migration may change.
func facts(t *testing.T, q querier) string {
	t.Helper()
	var all []string
	for _, query := range []string{
		"SELECT count(*) || ':' || coalesce(sum(total), 0) FROM sales_order",
		"SELECT count(*) || ':' || coalesce(sum(quantity * price), 0) FROM order_line",
		"SELECT count(*) || ':' || coalesce(sum(abs(amount)), 0) FROM posting",
		"SELECT group_concat(email, ',') FROM (SELECT email FROM contact ORDER BY email)",
		"SELECT group_concat(name, ',') FROM (SELECT name FROM supplier ORDER BY name)",
	} {
		var fact string
		must(t, q.QueryRowContext(ctx, query).Scan(&fact))
		all = append(all, fact)
	}
	return strings.Join(all, " | ")
}

// dump writes a whole book as SQL text. Triggers come last, so that the rows
// can be put in.
func dump(t *testing.T, q *sql.DB) []byte {
	t.Helper()
	var b bytes.Buffer
	var version int
	must(t, q.QueryRow("PRAGMA user_version").Scan(&version))
	fmt.Fprintf(&b, "PRAGMA foreign_keys = OFF;\nBEGIN;\nPRAGMA application_id = %d;\nPRAGMA user_version = %d;\n", applicationID, version)
	for _, name := range strs(t, q, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid") {
		fmt.Fprintf(&b, "%s;\n", strs(t, q, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", name)[0])
		var columns []string
		for _, c := range strs(t, q, "SELECT name FROM pragma_table_info(?)", name) {
			columns = append(columns, fmt.Sprintf("quote(%q)", c))
		}
		for _, row := range strs(t, q, fmt.Sprintf("SELECT %s FROM %q", strings.Join(columns, " || ', ' || "), name)) {
			fmt.Fprintf(&b, "INSERT INTO %s VALUES (%s);\n", name, row)
		}
	}
	for _, text := range strs(t, q, "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger', 'view') AND sql IS NOT NULL ORDER BY type, rowid") {
		fmt.Fprintf(&b, "%s;\n", text)
	}
	b.WriteString("COMMIT;\n")
	return b.Bytes()
}

func strs(t *testing.T, q querier, query string, args ...any) []string {
	t.Helper()
	rows, err := q.QueryContext(context.Background(), query, args...)
	must(t, err)
	defer func() { _ = rows.Close() }()
	var all []string
	for rows.Next() {
		var s string
		must(t, rows.Scan(&s))
		all = append(all, s)
	}
	must(t, rows.Err())
	return all
}

// smallBook is one order with what hangs on it.
const smallBook = `
INSERT INTO shop (id, name, name_key, platform, currency, time_zone, cash_on_delivery) VALUES (1, 'Lamp Shop', 'lamp shop', 'shopify', 'EUR', 'Europe/Berlin', 0);
INSERT INTO supplier (id, name, name_key, type, stage, email, country, currency, language, handling_days, cutoff, claim_days, channel, batching, payment_terms_days)
  VALUES (1, 'Northern Light', 'northern light', 'wholesaler', 'approved', 'orders@northern.example', 'DK', 'USD', 'en', 2, '14:00', 30, 'folder', 'daily', 30);
INSERT INTO contact (id, fingerprint, email, name, company, address1, address2, city, zip, province, country, phone)
  VALUES (1, 'f1', 'ann@example.com', 'Ann Ode', '', 'Weg 1', '', 'Kiel', '24103', '', 'DE', '');
INSERT INTO product (id, sku, name, hs, origin, weight_g, brand) VALUES (1, '00123', 'Desk lamp', '940520', 'DK', 900, '');
INSERT INTO offer (id, supplier_id, product_id, supplier_sku, cost, currency, valid_from, source) VALUES (1, 1, 1, 'NL-1', 125000, 'USD', '2026-01-01', 'typed');
INSERT INTO sales_order (id, shop_id, number, external_id, placed_at, placed_on, paid_on, fulfilled_on, cancelled_on, currency, payment, fulfilment,
    subtotal, shipping, tax, total, discount, duties, tip, refunded, outstanding, tax_mode, tax_names, ship_to_id, bill_to_id, country,
    payment_method, shipping_method, discount_code, source, tags, notes, as_of, content_hash)
  VALUES (1, 1, '#1001', '5001', '2026-03-30T10:00:00Z', '2026-03-30', '2026-03-30', '', '', 'EUR', 'paid', 'unfulfilled',
    399800, 49000, 71661, 448800, 0, 0, 0, 0, 0, 'included', '[]', 1, 1, 'DE', 'card', 'Standard', '', 'web', '', '', '2026-03-31', 'h1');
INSERT INTO order_line (id, order_id, position, sku, name, product_id, supplier_id, quantity, price, discount, tax, shipping, shippable, taxable, fulfilment, row_number)
  VALUES (1, 1, 1, '00123', 'Desk lamp', 1, 1, 2, 199900, 0, 71661, 49000, 1, 1, 'pending', 2);
INSERT INTO posting (entry_id, seq, account_id, amount, foreign_amount, dated, order_id, line_id, product_id, supplier_id, shop_id, country, tax_code)
  VALUES (1, 1, 2, 448800, 448800, '2026-03-30', 1, NULL, NULL, NULL, 1, 'DE', ''),
         (1, 2, 10, -335961, -335961, '2026-03-30', 1, 1, 1, 1, 1, 'DE', ''),
         (1, 3, 11, -41178, -41178, '2026-03-30', 1, 1, 1, 1, 1, 'DE', ''),
         (1, 4, 7, -71661, -71661, '2026-03-30', 1, 1, NULL, NULL, 1, 'DE', 'DE19');
INSERT INTO journal_entry (id, dated, kind, document, memo, currency, rate, rate_date, rate_source, order_id, recorded_at)
  VALUES (1, '2026-03-30', 'sale', '#1001', '', 'EUR', '1', '2026-03-30', '', 1, '2026-03-31T12:00:00Z');
`
