package job

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
)

var ctx = context.Background()

// stage is a runner whose clock only moves when told, and all that it reported.
type stage struct {
	Runner
	now   time.Time
	heard []event.Job
}

func newStage() *stage {
	s := &stage{now: time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)}
	s.Topic = &event.Topic[event.Job]{}
	s.Clock = func() time.Time { return s.now }
	s.Topic.Subscribe(func(j event.Job) { s.heard = append(s.heard, j) })
	return s
}

func (s *stage) pass(d time.Duration) { s.now = s.now.Add(d) }

func TestRun_TellsStartStepsAndEnd(t *testing.T) {
	s := newStage()
	err := s.Run(ctx, "import", func(_ context.Context, p *Progress) error {
		s.pass(time.Second)
		p.Step(5, 10, "Writing orders")
		p.Step(10, 10, "Writing orders")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []event.Job{
		{Name: "import", Running: true},
		{Name: "import", Text: "Writing orders", Done: 5, Total: 10, Running: true},
		{Name: "import", Text: "Writing orders", Done: 10, Total: 10},
	}
	if !slices.Equal(s.heard, want) {
		t.Errorf("heard %+v", s.heard)
	}
}

func TestStep_AtMostTenReportsASecond(t *testing.T) {
	for name, text := range map[string]func(i int) string{
		"the same text":    func(int) string { return "Writing orders" },
		"a new text a row": func(i int) string { return fmt.Sprint("Writing order ", i) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage()
			_ = s.Run(ctx, "import", func(_ context.Context, p *Progress) error {
				for i := range 1000 {
					s.pass(time.Millisecond)
					p.Step(int64(i), 1000, text(i))
				}
				return nil
			})
			if n := len(s.heard) - 1; n < 9 || n > 11 { // without the end
				t.Errorf("%d reports in a second", n)
			}
			if last := s.heard[len(s.heard)-1]; last.Done != 999 {
				t.Errorf("the end tells %d of 1000", last.Done)
			}
		})
	}
}

func TestStep_ANewPhaseIsToldAtOnce(t *testing.T) {
	s := newStage()
	_ = s.Run(ctx, "import", func(_ context.Context, p *Progress) error {
		p.Step(1, 1, "Reading")
		p.Step(0, 1, "Writing")
		return nil
	})
	if len(s.heard) != 4 || s.heard[1].Text != "Reading" || s.heard[2].Text != "Writing" {
		t.Errorf("heard %+v", s.heard)
	}
}

func TestStep_WithoutAJobIsSilent(t *testing.T) {
	var p *Progress
	p.Step(1, 2, "x")
	var r Runner
	if err := r.Run(ctx, "quiet", func(_ context.Context, p *Progress) error {
		p.Step(1, 2, "x")
		return nil
	}); err != nil {
		t.Error(err)
	}
}

func TestRun_OneOfAKindAtATime(t *testing.T) {
	s := newStage()
	err := s.Run(ctx, "import", func(ctx context.Context, _ *Progress) error {
		if err := s.Run(ctx, "import", nil); model.CodeOf(err) != model.Busy {
			t.Errorf("a second import: %v", err)
		}
		return s.Run(ctx, "export", func(context.Context, *Progress) error { return nil })
	})
	if err != nil {
		t.Error(err)
	}
	if err := s.Run(ctx, "import", func(context.Context, *Progress) error { return nil }); err != nil {
		t.Errorf("the next import: %v", err)
	}
}

func TestRun_ItsEndMayStartTheNext(t *testing.T) {
	s := newStage()
	again := false
	s.Topic.Subscribe(func(j event.Job) {
		if !j.Running && !again {
			again = true
			if err := s.Run(ctx, "import", func(context.Context, *Progress) error { return nil }); err != nil {
				t.Error(err)
			}
		}
	})
	_ = s.Run(ctx, "import", func(context.Context, *Progress) error { return nil })
	if !again {
		t.Error("the end was not told")
	}
}

func TestRun_APanicIsAnErrorWithItsStack(t *testing.T) {
	s := newStage()
	err := s.Run(ctx, "report", func(context.Context, *Progress) error { panic("boom") })
	if model.CodeOf(err) != model.Internal || strings.Contains(err.Error(), "boom") {
		t.Errorf("got %v", err)
	}
	if cause := errors.Unwrap(err); cause == nil || !strings.Contains(cause.Error(), "boom") || !strings.Contains(cause.Error(), "job_test.go") {
		t.Errorf("cause %v", cause)
	}
	if last := s.heard[len(s.heard)-1]; last.Running || last.Err == nil {
		t.Errorf("the end tells %+v", last)
	}
}

func TestRun_AnEndedGoroutineFreesTheName(t *testing.T) {
	s := newStage()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Run(ctx, "import", func(context.Context, *Progress) error { runtime.Goexit(); return nil })
	}()
	<-done
	if last := s.heard[len(s.heard)-1]; model.CodeOf(last.Err) != model.Internal {
		t.Errorf("the end tells %+v", last)
	}
	if err := s.Run(ctx, "import", func(context.Context, *Progress) error { return nil }); err != nil {
		t.Error(err)
	}
}

func TestRun_StoppedOrFailed(t *testing.T) {
	wrong := errors.New("wrong")
	refused := model.Errorf(model.Refused, "refused")
	tests := []struct {
		name   string
		cancel bool
		err    error
		code   model.Code
	}{
		{"stopped", true, context.Canceled, model.Cancelled},
		{"stopped within a step", true, fmt.Errorf("step: %w", context.Canceled), model.Cancelled},
		{"stopped by the store", true, model.Errorf(model.Cancelled, "Stopped."), model.Cancelled},
		{"done before it noticed", true, nil, ""},
		{"failed on its own while being stopped", true, refused, model.Refused},
		{"failed", false, wrong, model.Internal},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage()
			stop, cancel := context.WithCancel(ctx)
			defer cancel()
			err := s.Run(stop, "import", func(context.Context, *Progress) error {
				if tt.cancel {
					cancel()
				}
				return tt.err
			})
			if model.CodeOf(err) != tt.code {
				t.Errorf("got %v, code %s, want %s", err, model.CodeOf(err), tt.code)
			}
			if tt.err != nil && !errors.Is(err, tt.err) {
				t.Errorf("%v does not remember %v", err, tt.err)
			}
		})
	}
}
