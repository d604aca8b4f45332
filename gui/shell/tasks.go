package shell

import (
	"context"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/event"
	"github.com/dropledger/dropledger/services/query"
)

// task is long work that runs, and how far it is.
type task struct {
	name    string
	cancel  context.CancelFunc
	state   event.Job
	stopped bool // a person asked it to stop
}

// Start implements page.Host.
func (s *Shell) Start(t page.Task) {
	for _, r := range s.tasks {
		if r.name == t.Name {
			s.Toast(page.Toast{Tone: page.Warning, Text: text.T("shell.task.running", t.Name)})
			return
		}
	}
	s.begin(s.Context(), t)
}

// begin runs a task in a context that ends with the book, or with the program.
func (s *Shell) begin(ctx context.Context, t page.Task) {
	ctx, cancel := context.WithCancel(ctx)
	r := &task{name: t.Name, cancel: cancel, state: event.Job{Name: t.Name, Running: true}}
	s.tasks = append(s.tasks, r)
	s.progress()
	s.run.Go(func() {
		err := s.jobs.Run(ctx, t.Name, t.Work)
		s.run.UI(func() {
			cancel()
			s.ended(r, t, err)
		})
	})
}

// ended takes a task off the list and tells how it went.
func (s *Shell) ended(r *task, t page.Task, err error) {
	for i, other := range s.tasks {
		if other == r {
			s.tasks = append(s.tasks[:i:i], s.tasks[i+1:]...)
			break
		}
	}
	s.progress()
	if s.closing {
		return // nothing is read any more: the book is being closed
	}
	s.count()
	s.rest()
	if s.book != nil {
		s.age(s.book)
	}
	switch {
	case t.Done != nil:
		t.Done(err)
	case model.CodeOf(err) == model.Cancelled:
		s.Say(page.Note, err.Error())
	case err != nil:
		s.Report(text.T("shell.task.failed", t.Name), err)
	}
}

// heard takes over how far a task is. It is called on the task's goroutine.
func (s *Shell) heard(j event.Job) {
	if !j.Running {
		return
	}
	s.run.UI(func() { s.note(j) })
}

// note puts a step to the task it belongs to: the one of its name, else the
// newest, which runs a job of a service within.
func (s *Shell) note(j event.Job) {
	if len(s.tasks) == 0 {
		return
	}
	at := s.tasks[len(s.tasks)-1]
	for _, r := range s.tasks {
		if r.name == j.Name {
			at = r
		}
	}
	if j.Total == 0 && j.Text == "" && at.name != j.Name {
		return // the start of a job within says nothing yet
	}
	at.state = j
	s.progress()
}

// progress shows the newest task in the status bar.
func (s *Shell) progress() {
	if len(s.tasks) == 0 {
		s.status.job(nil)
		return
	}
	s.status.job(s.tasks[len(s.tasks)-1])
}

// stop asks the newest task to end.
func (s *Shell) stop() {
	if len(s.tasks) == 0 {
		return
	}
	t := s.tasks[len(s.tasks)-1]
	t.stopped = true
	t.cancel()
	s.progress()
}

// work runs something off the window's goroutine that nobody waits for and that is
// not worth the status bar, and answers back.
func (s *Shell) work(do func(ctx context.Context) error, done func(error)) {
	ctx := query.Unhurried(s.Context())
	s.run.Behind(func() {
		err := do(ctx)
		s.run.UI(func() { done(err) })
	})
}
