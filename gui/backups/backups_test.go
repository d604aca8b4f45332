package backups_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/backups"
	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/services/store"
)

func open(t *testing.T, b *page.Book) (*guitest.Host, *backups.Backups) {
	h := guitest.New(t, b)
	return h, h.Open(backups.New, page.Route{Screen: page.Backups}).(*backups.Backups)
}

func copies(t *testing.T, b *page.Book) []store.Copy {
	t.Helper()
	all, err := store.Copies(b.Path)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// aged makes a backup that is as old as is said.
func aged(t *testing.T, b *page.Book, age time.Duration) string {
	t.Helper()
	r, err := store.ManualBackup(t.Context(), b.DB)
	if err != nil {
		t.Fatal(err)
	}
	made := b.Clock().Add(-age)
	if err := os.Chtimes(r.Out, made, made); err != nil {
		t.Fatal(err)
	}
	return r.Out
}

func TestBackups_WithoutAnyTheFirstStepIsOffered(t *testing.T) {
	b := guitest.Small(t)
	h, _ := open(t, b)
	h.See("No backup yet", "How backups work")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if n := len(copies(t, b)); n != 1 {
		t.Fatalf("%d copies, reports %v", n, h.Reports)
	}
	h.See("Made by you", "when made", "1", "Examine it to see")
	if len(h.Toasts) != 1 || !strings.Contains(h.Toasts[0].Text, "is made and examined") {
		t.Errorf("toasts = %v", h.Toasts)
	}
	h.Toasts[0].Link.Do()
	if len(h.Opened) != 1 || h.Opened[0] != store.BackupFolder(b.Path) {
		t.Errorf("opened %v", h.Opened)
	}
}

func TestBackups_TellsHowOldTheNewestIs(t *testing.T) {
	for _, c := range []struct {
		age  time.Duration
		want string
	}{{time.Hour, "One backup is made on"}, {72 * time.Hour, "The newest backup is old."}} {
		b := guitest.Small(t)
		aged(t, b, c.age)
		h, _ := open(t, b)
		h.See(c.want, "the newest ")
	}
}

func TestBackups_GoToAPlaceOfYourChoice(t *testing.T) {
	b := guitest.Small(t)
	h, _ := open(t, b)
	out := filepath.Join(t.TempDir(), "copy.book")
	h.Files = []string{out}
	h.Act("backups.to")
	if _, err := os.Stat(out); err != nil {
		t.Error(err)
	}
	if len(h.FileAsks) != 1 || h.FileAsks[0].Name != "test-2026-03-31.book" || !h.FileAsks[0].Save {
		t.Errorf("asked %+v", h.FileAsks)
	}
	h.Files = []string{b.Path}
	h.Act("backups.to")
	if len(h.Reports) != 1 || h.Reports[0].Op != "No backup was made." {
		t.Errorf("writing over the book is told as %v", h.Reports)
	}
}

func TestBackups_RestoringShowsWhatIsInsideAndAsks(t *testing.T) {
	b := guitest.Small(t)
	out := aged(t, b, time.Hour)
	h, _ := open(t, b)
	h.Key(action.Plain(fyne.KeyReturn))
	h.See("Put this backup in the place of test.book?", "Harbour Goods", "9", "5 Mar 2026")
	h.Cancel()
	if len(h.Asked) != 0 {
		t.Fatalf("asked %v", h.Asked)
	}
	h.See("Harbour Goods", "now") // in the panel, and examined just now
	h.Key(action.Plain(fyne.KeyR))
	h.Verb()
	if len(h.Asked) != 1 || h.Asked[0] != "restore "+b.Path+" "+out {
		t.Errorf("asked %v", h.Asked)
	}
}

func TestBackups_ABadFileIsRefusedWithItsReason(t *testing.T) {
	b := guitest.Small(t)
	out := aged(t, b, time.Hour)
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for i := 8 * 4096; i < len(content); i += 97 {
		content[i] ^= 0xff
	}
	if err := os.WriteFile(out, content, 0o600); err != nil {
		t.Fatal(err)
	}
	h, _ := open(t, b)
	h.Key(action.Plain(fyne.KeyV))
	if len(h.Reports) != 1 || len(h.Dialogs) != 0 {
		t.Errorf("reports %v", h.Reports)
	}
	h.See("not sound")
	// Another start of the program remembers it.
	again := guitest.New(t, b)
	again.Memory = h.Memory
	again.Open(backups.New, page.Route{Screen: page.Backups})
	again.See("not sound")

	h.Files = []string{b.Path}
	h.Act("backups.file")
	if len(h.Reports) != 2 || !strings.Contains(h.Reports[1].Err.Error(), "is the book itself") {
		t.Errorf("reports %v", h.Reports)
	}
}

func TestBackups_ABackupIsMadeWhileTheListWaits(t *testing.T) {
	b := guitest.Small(t)
	pump := guitest.NewPump()
	h := guitest.New(t, b)
	h.Run = pump
	s := h.Open(backups.New, page.Route{Screen: page.Backups}).(*backups.Backups)
	pump.Settle()
	s.Primary()
	s.Primary() // while the first is under way nothing more is begun
	pump.Settle()
	if len(h.Tasks) != 1 || len(copies(t, b)) != 1 {
		t.Errorf("tasks %v", h.Tasks)
	}
	h.See("Made by you")
	if !s.Escape() || s.Escape() {
		t.Error("Esc closes the details, then nothing")
	}
}
