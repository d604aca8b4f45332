package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3"
	sqlitegorm "gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
)

const (
	// readers is how many connections read at once: a screen, the search, a
	// report and a backup.
	readers = 4
	// oldestSQLite is 3.51.3, the first release without the WAL reset defect
	// that could damage a file (sqlite.org/wal.html).
	oldestSQLite = 3051003
)

// setting is one pragma: set to value when a connection opens and read back as
// want. An empty value only reads.
type setting struct{ pragma, value, want string }

// commonSettings hold on every connection: a file from elsewhere cannot smuggle
// in code through its schema, damaged cells are noticed, and no temporary file
// with customer data is left on the disk.
func commonSettings(cacheKiB int) []setting {
	return []setting{
		{"busy_timeout", "5000", "5000"},
		{"trusted_schema", "OFF", "0"},
		{"cell_size_check", "ON", "1"},
		{"temp_store", "MEMORY", "2"},
		{"cache_size", fmt.Sprint(-cacheKiB), fmt.Sprint(-cacheKiB)},
	}
}

// writerSettings make an acknowledged change survive a power cut. WAL lets
// readers go on while the writer writes; where the folder cannot carry WAL
// (synced, network) the older journal is used with its extra sync.
func writerSettings(safe bool) []setting {
	s := commonSettings(64 << 10)
	if safe {
		s = append(s, setting{"journal_mode", "DELETE", "delete"}, setting{"synchronous", "EXTRA", "3"})
	} else {
		s = append(s, setting{"journal_mode", "WAL", "wal"}, setting{"synchronous", "FULL", "2"})
	}
	s = append(s,
		setting{"foreign_keys", "ON", "1"},
		setting{"recursive_triggers", "ON", "1"}, // or INSERT OR REPLACE would pass the triggers that forbid deleting
		setting{"secure_delete", "ON", "1"},      // an erased customer is not left in free pages
		setting{"journal_size_limit", "67108864", "67108864"},
		setting{"query_only", "", "0"},
	)
	return append(s, flushSettings()...)
}

// flushSettings ask macOS to flush the disk's own cache, which fsync alone does
// not do there.
func flushSettings() []setting {
	if runtime.GOOS != "darwin" {
		return nil
	}
	return []setting{{"fullfsync", "ON", "1"}, {"checkpoint_fullfsync", "ON", "1"}}
}

// migrationSettings are the writer's with foreign keys off: rebuilding a parent
// table with them on would delete its children.
func migrationSettings(safe bool) []setting {
	s := writerSettings(safe)
	for i := range s {
		if s[i].pragma == "foreign_keys" {
			s[i] = setting{"foreign_keys", "OFF", "0"}
		}
	}
	return s
}

func readerSettings() []setting {
	return append(commonSettings(4<<10), setting{"query_only", "ON", "1"})
}

// copySettings are for reading a file as a whole, to copy or to verify it.
func copySettings() []setting { return commonSettings(16 << 10) }

// connector opens connections with settings that have been read back. It takes
// the place of a driver registered under a global name.
type connector struct {
	dsn      string
	settings []setting
	// mayCommit, unless nil, must be true for a commit to take place. When a
	// statement fails badly, SQLite takes the transaction back on its own and
	// saves each later statement by itself; a caller that missed the error
	// would leave half a transaction in the book.
	mayCommit *atomic.Bool
}

func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

func (c connector) Connect(context.Context) (driver.Conn, error) {
	d := &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		if err := apply(conn, c.settings); err != nil {
			return err
		}
		if c.mayCommit != nil {
			conn.RegisterCommitHook(c.refuse)
		}
		return nil
	}}
	return d.Open(c.dsn)
}

// refuse answers SQLite's question before a commit: not 0 turns it into a rollback.
func (c connector) refuse() int {
	if c.mayCommit.Load() {
		return 0
	}
	return 1
}

func apply(conn *sqlite3.SQLiteConn, settings []setting) error {
	for _, s := range settings {
		if s.value == "" {
			continue
		}
		if _, err := conn.Exec("PRAGMA "+s.pragma+" = "+s.value, nil); err != nil {
			return err
		}
	}
	for _, s := range settings {
		got, err := readPragma(conn, s.pragma)
		if err != nil {
			return err
		}
		if got != s.want {
			return model.Errorf(model.Internal,
				"The book was not opened: the database engine keeps its setting %s at %q where %q is needed for your data to be safe. Nothing was changed.", s.pragma, got, s.want)
		}
	}
	return nil
}

func readPragma(conn *sqlite3.SQLiteConn, name string) (string, error) {
	rows, err := conn.Query("PRAGMA "+name, nil)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	value := make([]driver.Value, len(rows.Columns()))
	if err := rows.Next(value); err != nil && err != io.EOF { //nolint:errorlint // the driver returns io.EOF itself
		return "", err
	}
	if len(value) == 0 || value[0] == nil {
		return "", nil
	}
	if b, ok := value[0].([]byte); ok {
		return strings.ToLower(string(b)), nil
	}
	return strings.ToLower(fmt.Sprint(value[0])), nil
}

// dsn writes path as an SQLite address. Every byte with a meaning in an address
// is escaped, so a file may be called "50% off? #1.db".
func dsn(path string, options ...string) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/books/a.db
	}
	var b strings.Builder
	b.WriteString("file://")
	for i := range len(p) {
		c := p[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("/-_.~:", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	b.WriteByte('?')
	b.WriteString(strings.Join(options, "&"))
	return b.String()
}

// pool opens n connections at most.
func pool(c connector, n int) *sql.DB {
	p := sql.OpenDB(c)
	p.SetMaxOpenConns(n)
	p.SetMaxIdleConns(n)
	return p
}

// pools are the connections of an open book; writer is nil when it is read-only.
type pools struct {
	writer, reader         *sql.DB
	writerGorm, readerGorm *gorm.DB
	mayCommit              atomic.Bool
	file                   os.FileInfo // of the book as it was opened; nil when read-only
	users                  int         // running reads, guarded by DB.mu
	idle                   chan struct{}
}

// connect opens both pools; it fails when a setting does not hold.
func (db *DB) connect() (*pools, error) {
	p := &pools{idle: make(chan struct{}, 1)}
	var err error
	if !db.cfg.ReadOnly {
		p.writer = pool(connector{dsn(db.cfg.Path, "mode=rw", "_txlock=immediate"), writerSettings(db.safe), &p.mayCommit}, 1)
		if p.writerGorm, err = db.gorm(p.writer); err != nil {
			return nil, err
		}
		if err := writable(p.writer); err != nil {
			_ = p.writer.Close()
			return nil, err
		}
		if p.file, err = os.Stat(db.cfg.Path); err != nil {
			_ = p.writer.Close()
			return nil, err
		}
	}
	p.reader = pool(connector{dsn: dsn(db.cfg.Path, readMode(db.cfg.Path)), settings: readerSettings()}, readers)
	if p.readerGorm, err = db.gorm(p.reader); err != nil {
		if p.writer != nil {
			_ = p.writer.Close()
		}
		return nil, err
	}
	return p, nil
}

// there makes sure that the file at path is still the one that is open. Some systems
// let a file be moved or removed while it is written: what goes into it then is lost,
// and nothing says so.
func (p *pools) there(path string) error {
	now, err := os.Stat(path)
	if err == nil && os.SameFile(p.file, now) {
		return nil
	}
	return model.Errorf(model.Unwritable,
		"%s is not there any more: it was moved, removed or replaced while it was open. Nothing was changed: put it back and try again, or open it where it is now.", path).Because(err)
}

// writable finds out that the file is protected: SQLite itself would quietly
// open it for reading, and even begin to write.
func writable(w *sql.DB) error {
	tx, err := w.Begin()
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE commit_count SET number = number")
	return errors.Join(err, tx.Rollback())
}

func (db *DB) gorm(conn *sql.DB) (*gorm.DB, error) {
	g, err := gorm.Open(sqlitegorm.New(sqlitegorm.Config{Conn: conn}), &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		DisableAutomaticPing:   true,
		NowFunc:                func() time.Time { return db.cfg.Clock().UTC().Truncate(time.Second) },
		Logger:                 queryLog{db.cfg.Log},
	})
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return g, nil
}

// SQLiteVersion returns the version of the database engine, such as "3.54.1".
func SQLiteVersion() string {
	v, _, _ := sqlite3.Version()
	return v
}

func checkEngine() error {
	v, number, _ := sqlite3.Version()
	if number < oldestSQLite {
		return model.Errorf(model.Internal,
			"The book was not opened: the database engine is SQLite %s and must be 3.51.3 or newer, because older ones can damage a file. Install a newer release of this program.", v)
	}
	return nil
}
