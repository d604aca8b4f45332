package async_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/dropledger/dropledger/gui/kit/async"
)

// patient is a Runner whose work is done while somebody waits for it, or later.
type patient struct {
	async.Manual
	waits bool
}

func (p *patient) Await(done <-chan struct{}) bool {
	if !p.waits {
		return false
	}
	work := p.Work
	p.Work = nil
	for _, w := range work {
		w()
	}
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// heard is what a loader of numbers showed.
func heard(run async.Runner) (*async.Loader[int], *[]async.State[int]) {
	var all []async.State[int]
	return async.NewLoader(run, func(s async.State[int]) { all = append(all, s) }), &all
}

func brings(n int, err error) func(context.Context) (int, error) {
	return func(context.Context) (int, error) { return n, err }
}

func TestLoadPromptly_ShowsOnceWhatComesInTime(t *testing.T) {
	lost := errors.New("lost")
	for name, want := range map[string]async.State[int]{
		"a value":   {Phase: async.Ready, Value: 7, Known: true},
		"a failure": {Phase: async.Failed, Err: lost},
	} {
		t.Run(name, func(t *testing.T) {
			run := &patient{waits: true}
			l, all := heard(run)
			l.LoadPromptly(t.Context(), brings(want.Value, want.Err))
			shown := []async.State[int]{{Phase: async.Loading}, want}
			if !slices.Equal(*all, shown) {
				t.Fatalf("when it returned %+v was shown, want %+v", *all, shown)
			}
			run.Settle()
			if !slices.Equal(*all, shown) {
				t.Errorf("it was shown again: %+v", *all)
			}
		})
	}
}

func TestLoadPromptly_ShowsLaterWhatComesLate(t *testing.T) {
	for name, run := range map[string]interface {
		async.Runner
		Settle()
	}{"nobody waited long enough": &patient{}, "nobody can wait": &async.Manual{}} {
		t.Run(name, func(t *testing.T) {
			l, all := heard(run)
			l.LoadPromptly(t.Context(), brings(7, nil))
			if len(*all) != 1 {
				t.Fatalf("shown before it came: %+v", *all)
			}
			run.Settle()
			if want := (async.State[int]{Phase: async.Ready, Value: 7, Known: true}); len(*all) != 2 || (*all)[1] != want {
				t.Errorf("got %+v, want %+v at last", *all, want)
			}
		})
	}
}

func TestLoadPromptly_TheNewestLoadWins(t *testing.T) {
	run := &patient{}
	l, all := heard(run)
	l.LoadPromptly(t.Context(), brings(1, nil))
	run.waits = true
	l.LoadPromptly(t.Context(), brings(2, nil))
	run.Settle()
	for _, s := range *all {
		if s.Value == 1 {
			t.Errorf("an older value was shown: %+v", *all)
		}
	}
	if s := l.State(); s.Phase != async.Ready || s.Value != 2 {
		t.Errorf("got %+v, want 2", s)
	}
}

func TestLoad_DoesNotLetTheWindowWait(t *testing.T) {
	l, all := heard(&patient{waits: true})
	l.Load(t.Context(), brings(7, nil))
	if len(*all) != 1 {
		t.Errorf("got %+v, want loading alone", *all)
	}
}

func TestLive_WaitsForAnAnswerButNotForEver(t *testing.T) {
	test.NewTempApp(t)
	there := make(chan struct{})
	close(there)
	if !async.Await(async.Live{}, there) {
		t.Error("what is there already was not waited for")
	}
	if async.Await(async.Live{}, make(chan struct{})) {
		t.Error("what never comes came")
	}
	if !async.Await(async.Live{}, there) {
		t.Error("once the waiting was over, what is there counts no more")
	}
}
