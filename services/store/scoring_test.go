package store

import (
	"os"
	"path/filepath"
	"testing"
)

func TestMigrate_TakesTheSettingsOfTheScoreOver(t *testing.T) {
	text, err := os.ReadFile("testdata/dumps/0015.sql")
	must(t, err)
	path := filepath.Join(t.TempDir(), "old.book")
	old := raw(t, path)
	_, err = old.Exec(string(text))
	must(t, err)
	_, err = old.Exec(`INSERT INTO setting (key, value, changed_at) VALUES ('score.half_life_days', '60', ''), ('score.weight_odr', '30.5', ''), ('score.class_a', '85', '')`)
	must(t, err)
	must(t, old.Close())
	db, err := Open(ctx, Config{Path: path})
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	var days, left int
	var odr, a, b, source string
	must(t, db.pools.reader.QueryRow(`SELECT half_life_days, weight_odr, class_a, class_b, source FROM score_rule`).Scan(&days, &odr, &a, &b, &source))
	must(t, db.pools.reader.QueryRow(`SELECT COUNT(*) FROM setting WHERE key LIKE 'score.%'`).Scan(&left))
	if days != 60 || odr != "30.5" || a != "85" || b != "70" || source != "taken over from the settings of this book" || left != 0 {
		t.Errorf("%d %s %s %s %q, %d settings left", days, odr, a, b, source, left)
	}
}
