package scorecards_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/dropledger/dropledger/services/demo"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/job"
	"github.com/dropledger/dropledger/services/store"
	"github.com/dropledger/dropledger/services/store/storetest"
)

// made is the sample business as a file, made once.
var made struct {
	sync.Mutex
	file []byte
}

func at(path string) store.Config {
	now := time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC)
	return store.Config{Path: path, Clock: func() time.Time { return now }}
}

// sample is a business with suppliers of every kind and stage.
func sample(t testing.TB) *store.DB {
	t.Helper()
	made.Lock()
	defer made.Unlock()
	if made.file == nil {
		path := storetest.File(t)
		db := storetest.OpenWith(t, at(path))
		if _, err := demo.New(db, new(event.Bus), new(job.Runner)).Make(t.Context(), demo.Options{Orders: 300, Seed: 1}); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		var err error
		if made.file, err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "sample.dropledger")
	if err := os.WriteFile(path, made.file, 0o600); err != nil {
		t.Fatal(err)
	}
	return storetest.OpenWith(t, at(path))
}
