package writing_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/page/writing"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/job"
)

func TestAsk_WritesWherePeopleWantAndSaysWhere(t *testing.T) {
	h := guitest.New(t, nil)
	path := filepath.Join(t.TempDir(), "list.csv")
	h.Files = []string{path}
	var wrote string
	var steps []string
	f := writing.File{
		Title: "Where to?", Name: "list.xlsx", Endings: writing.Lists(), Task: "Writing",
		Begun: func() { steps = append(steps, "begun") },
		Ended: func(err error) { steps = append(steps, "ended") },
		Write: func(_ context.Context, out string, _ *job.Progress) error {
			steps = append(steps, writing.Form(out))
			wrote = out
			return nil
		},
	}
	writing.Ask(h, f)
	if wrote != path || strings.Join(steps, " ") != "begun csv ended" {
		t.Errorf("wrote %q in the steps %q", wrote, steps)
	}
	if len(h.Toasts) != 1 || h.Toasts[0].Text != "list.csv is written." || h.Toasts[0].Tone != page.Done || len(h.Said) != 1 || h.Said[0] != "Written to "+path {
		t.Fatalf("told %+v, said %q", h.Toasts, h.Said)
	}
	if h.Toasts[0].Link.Run(); len(h.Opened) != 1 || h.Opened[0] != path {
		t.Errorf("Open opens %q", h.Opened)
	}
}

func TestAsk_SaysWhenNoFileWasWritten(t *testing.T) {
	full := errors.New("no space is left")
	for _, c := range []struct {
		err            error
		said, reported string
	}{
		{model.Errorf(model.Cancelled, "stopped"), "Stopped. No file was written.", ""},
		{full, "", "list.xlsx could not be written."},
	} {
		h := guitest.New(t, nil)
		h.Files = []string{"/papers/list.xlsx"}
		told := false
		writing.Ask(h, writing.File{
			Write: func(context.Context, string, *job.Progress) error { return c.err },
			Told: func(string) page.Toast {
				told = true
				return page.Toast{}
			},
		})
		if told || len(h.Toasts) > 0 {
			t.Errorf("%v: told of a file: %+v", c.err, h.Toasts)
		}
		if got := strings.Join(h.Said, "|"); got != c.said {
			t.Errorf("%v: said %q, want %q", c.err, got, c.said)
		}
		if c.reported != "" && (len(h.Reports) != 1 || h.Reports[0].Op != c.reported || !errors.Is(h.Reports[0].Err, full)) {
			t.Errorf("%v: reported %+v", c.err, h.Reports)
		}
	}
}

func TestWarned_SaysTheWarningInsteadOfTheName(t *testing.T) {
	if w := writing.Warned("a/b.pdf", []string{"A sign is missing.", "Another."}); w.Tone != page.Warning || w.Text != "A sign is missing." {
		t.Errorf("told %+v", w)
	}
}

// told is a host that notes in what order it is told.
type told struct {
	*guitest.Host
	order []string
}

func (o *told) Toast(page.Toast)          { o.order = append(o.order, "toast") }
func (o *told) Say(_ page.Tone, s string) { o.order = append(o.order, s) }

// The message stands in the status bar too: the place said before it was never seen.
func TestWrite_LeavesThePlaceInTheStatusBar(t *testing.T) {
	o := &told{Host: guitest.New(t, nil)}
	writing.Write(o, writing.File{Write: func(context.Context, string, *job.Progress) error { return nil }}, "/papers/list.xlsx")
	if got := strings.Join(o.order, "|"); got != "toast|Written to /papers/list.xlsx" {
		t.Errorf("told %q", got)
	}
}
