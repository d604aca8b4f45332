package shell

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/model"
)

// Report implements page.Host: the one place where a person hears of an error.
// What a person can act on is said in its own sentence, small things as a toast;
// all else is a defect or the computer's failure, logged, with details to copy.
func (s *Shell) Report(op string, err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	var known *model.Error
	if !errors.As(err, &known) {
		s.log(op, err)
		return
	}
	switch known.Code {
	case model.Cancelled:
		s.Say(page.Note, known.Message)
	case model.NotFound, model.Busy:
		s.Say(page.Warning, known.Message)
		s.Toast(page.Toast{Tone: page.Warning, Text: known.Message})
	case model.Conflict:
		s.conflict(op, known)
	case model.Internal:
		s.log(op, err)
	default:
		s.cfg.Log.Warn("refused", "op", op, "code", known.Code, "err", cause(err))
		s.tell(op, known.Message, "")
	}
}

// conflict offers to read again what someone else changed.
func (s *Shell) conflict(op string, err *model.Error) {
	r, ok := s.current().(page.Reloader)
	if !ok {
		s.tell(op, err.Message, "")
		return
	}
	s.Ask(page.Question{Title: op, Lines: []string{err.Message}, Verb: text.T("shell.reload")}, r.Reload)
}

// log notes an error nobody can act on and shows it with its details.
func (s *Shell) log(op string, err error) {
	id := strings.ToLower(rand.Text()[:8])
	s.cfg.Log.Error("failed", "id", id, "op", op, "err", cause(err))
	var known *model.Error
	errors.As(err, &known)
	s.tell(op, sentence(known), text.T("shell.details", id, s.cfg.Program, op, cause(err)))
}

// failed says that something went wrong whose log entry is written already.
func (s *Shell) failed(op string, err error) {
	var known *model.Error
	if errors.As(err, &known) && known.Code != model.Internal {
		s.tell(op, known.Message, "")
		return
	}
	s.tell(op, sentence(known), cause(err))
}

// sentence is what a person hears of an error nobody can act on.
func sentence(known *model.Error) string {
	if known != nil {
		return known.Message
	}
	return text.T("shell.unexpected")
}

// cause is an error with all that caused it, for the log.
func cause(err error) string {
	var parts []string
	for e := err; e != nil; e = errors.Unwrap(e) {
		if m := e.Error(); len(parts) == 0 || !strings.Contains(parts[len(parts)-1], m) {
			parts = append(parts, m)
		}
	}
	return strings.Join(parts, ": ")
}
