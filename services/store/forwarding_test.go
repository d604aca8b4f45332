package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// old opens the dump of an older format after more was written into it, which
// brings it to the present one.
func old(t *testing.T, dump, more string) *DB {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "dumps", dump))
	must(t, err)
	path := filepath.Join(t.TempDir(), "old.book")
	b := raw(t, path)
	_, err = b.Exec(string(text) + more)
	must(t, err)
	must(t, b.Close())
	db, err := Open(ctx, Config{Path: path})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	return db
}

func TestMigrate_TakesTheLettersOfTheSettingsOver(t *testing.T) {
	db := old(t, "0015.sql", `
		INSERT INTO setting (key, value, changed_at) VALUES ('mail.text.de', 'Hallo', '2026-01-02T00:00:00Z'), ('mail.amendment.subject.en', 'Please change {number}', '2026-01-03T00:00:00Z'),
			('mail.parcel.customer.en', 'Dear {customer}', '2026-01-04T00:00:00Z'), ('smtp.host', 'mail.example.com', '');`)
	var got string
	must(t, db.pools.reader.QueryRow(`SELECT GROUP_CONCAT(kind || '/' || language || '/' || subject || '/' || body || '/' || substr(recorded_at, 1, 10), ' | ')
		FROM (SELECT * FROM letter_text ORDER BY kind, language)`).Scan(&got))
	want := []string{
		"cancellation/en/Please change {number}//2026-01-03", "change/en/Please change {number}//2026-01-03",
		"notice/en//Dear {customer}/2026-01-04", "purchase/de//Hallo/2026-01-02",
	}
	if got != strings.Join(want, " | ") {
		t.Errorf("got %s", got)
	}
	var left string
	must(t, db.pools.reader.QueryRow(`SELECT GROUP_CONCAT(key) FROM setting WHERE key LIKE 'mail.%' OR key LIKE 'smtp.%'`).Scan(&left))
	if left != "smtp.host" {
		t.Errorf("left %s", left)
	}
}

// Entries keep their numbers, and stay as sealed as they were.
func TestMigrate_TheJournalIsTheSameAfterPaymentsJoinedIt(t *testing.T) {
	db := old(t, "0015.sql", "")
	text, err := os.ReadFile(filepath.Join("testdata", "dumps", "0015.sql"))
	must(t, err)
	before := strings.Count(string(text), "INSERT INTO journal_entry ")
	var now int
	must(t, db.pools.reader.QueryRow(`SELECT COUNT(*) FROM journal_entry`).Scan(&now))
	if now == 0 || now != before {
		t.Errorf("%d of %d entries", now, before)
	}
	for _, statement := range []string{
		`UPDATE journal_entry SET memo = 'x'`, `DELETE FROM journal_entry`,
		`INSERT INTO posting (entry_id, seq, account_id, amount, foreign_amount, dated, country, tax_code) SELECT id, 99, 1, 0, 0, dated, '', '' FROM journal_entry LIMIT 1`,
		`INSERT INTO journal_entry (id, dated, kind, document, memo, currency, rate, rate_date, rate_source, recorded_at) VALUES (999, '2026-01-01', 'payment', '', '', 'EUR', '1', '', '', '')`,
	} {
		if err := db.Write(ctx, func(tx *Tx) error { return tx.Exec(statement).Error }); err == nil {
			t.Errorf("the database took: %s", statement)
		}
	}
}
