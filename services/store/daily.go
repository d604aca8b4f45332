package store

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dropledger/dropledger/model"
)

// kept is how many daily backups stay.
const kept = 10

// BackupFolder returns where the automatic backups of a book go: the folder
// "backups" beside it.
func BackupFolder(book string) string { return filepath.Join(filepath.Dir(book), "backups") }

// securing lets one backup of the day be made at a time: who comes second finds it.
var securing sync.Mutex

// DailyBackup makes the backup of the day in the book's backup folder, unless
// there is one of today already: then the result is empty. Only after the new
// copy is verified the oldest beyond ten are removed; they are counted, not
// aged, so that a wrong clock removes nothing.
func DailyBackup(ctx context.Context, db *DB) (BackupResult, error) {
	securing.Lock()
	defer securing.Unlock()
	dir := BackupFolder(db.cfg.Path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return BackupResult{}, translate(dir, err)
	}
	old, err := dailies(db.cfg.Path)
	if err != nil {
		return BackupResult{}, translate(dir, err)
	}
	next := 1
	if len(old) > 0 {
		next = old[len(old)-1].number + 1
	}
	today := string(db.Today())
	if slices.ContainsFunc(old, func(d daily) bool { return d.day == today }) {
		return BackupResult{}, nil
	}
	stem, ext := stemOf(db.cfg.Path)
	result, err := db.cfg.copyTo(ctx, db.cfg.Path, filepath.Join(dir, fmt.Sprintf("%s-%04d-%s%s", stem, next, today, ext)))
	if err != nil {
		return BackupResult{}, err
	}
	for _, d := range old[:max(0, len(old)+1-kept)] {
		if err := os.Remove(d.path); err != nil {
			db.cfg.Log.WarnContext(ctx, "old backup not removed", "path", d.path, "err", err)
		}
	}
	return result, nil
}

// backUpFirst makes the backup of the day before its first change. The caller has
// the turn to write.
func (db *DB) backUpFirst(ctx context.Context) {
	if db.cfg.Daily == nil || db.secured == db.Today() {
		return
	}
	_, err := DailyBackup(ctx, db)
	if ctx.Err() != nil {
		return // stopped, and so is the change
	}
	db.secured = db.Today()
	db.cfg.Daily(err)
}

// daily is one daily backup; number counts them.
type daily struct {
	path   string
	number int
	day    string
}

// dailies returns the daily backups of book, oldest first.
func dailies(book string) ([]daily, error) {
	dir := BackupFolder(book)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	pattern := dailyName(book)
	var found []daily
	for _, e := range entries {
		m := pattern.FindStringSubmatch(e.Name())
		if m == nil {
			continue
		}
		if n, err := strconv.Atoi(m[1]); err == nil {
			found = append(found, daily{filepath.Join(dir, e.Name()), n, m[2]})
		}
	}
	slices.SortFunc(found, func(a, b daily) int { return cmp.Compare(a.number, b.number) })
	return found, nil
}

// dailyName is what the daily backups of a book are called: number and day.
func dailyName(book string) *regexp.Regexp {
	stem, ext := stemOf(book)
	return regexp.MustCompile(`^` + regexp.QuoteMeta(stem) + `-(\d{4,9})-(\d{4}-\d\d-\d\d)` + regexp.QuoteMeta(ext) + `$`)
}

// longestStem leaves room in a file name for number, date and ending.
const longestStem = 180

// stemOf splits the name of book for names made from it.
func stemOf(book string) (stem, ext string) {
	base := filepath.Base(book)
	ext = filepath.Ext(base)
	if len(ext) > 20 {
		ext = ""
	}
	stem = strings.TrimSuffix(base, ext)
	if len(stem) > longestStem {
		stem = strings.ToValidUTF8(stem[:longestStem], "")
	}
	return stem, ext
}

// backupBefore makes the backup before the schema step with this number.
func (c Config) backupBefore(ctx context.Context, number int) (string, error) {
	dir := BackupFolder(c.Path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", translate(dir, err)
	}
	stem, ext := stemOf(c.Path)
	out := unused(filepath.Join(dir, fmt.Sprintf("%s-before-%04d-%s", stem, number, stamp(c))), ext)
	r, err := c.copyTo(ctx, c.Path, out)
	return r.Out, err
}

// stamp is the present moment in a form that file names take.
func stamp(c Config) string {
	return strings.NewReplacer("-", "", ":", "").Replace(string(model.InstantOf(c.Clock())))
}

// unused returns stem+ext, or with a number added when that name is taken.
func unused(stem, ext string) string {
	name := stem + ext
	for i := 2; ; i++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s-%d%s", stem, i, ext)
	}
}

// adviseBackup names the backup to go back to.
func adviseBackup(book string) string {
	old, err := dailies(book)
	if err != nil || len(old) == 0 {
		return "Restore a backup of it."
	}
	return fmt.Sprintf("Restore the newest backup, %s.", old[len(old)-1].path)
}
