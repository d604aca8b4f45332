package shell

import (
	"context"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/dialog"
	"github.com/dropledger/dropledger/gui/kit/toast"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
)

// Toast implements page.Host.
func (s *Shell) Toast(t page.Toast) {
	s.status.say(t.Tone, t.Text)
	drop := s.toasts.Add(toast.Message{Tone: toneColors[t.Tone], Icon: toneIcons[t.Tone], Text: t.Text, Link: t.Link, Undo: t.Undo})
	if t.Stands == nil {
		return
	}
	if len(s.stand) == toast.Most {
		s.stand = s.stand[1:]
	}
	s.stand = append(s.stand, standing{t.Stands, drop})
}

// standing is a message that goes when it is no longer true.
type standing struct {
	holds func(context.Context) bool
	drop  func()
}

// stillTrue takes messages away that the last change of the book made untrue.
func (s *Shell) stillTrue() {
	asked, ctx := s.stand, s.Context()
	if len(asked) == 0 {
		return
	}
	s.run.Go(func() {
		var over []standing
		for _, m := range asked {
			if !m.holds(ctx) {
				over = append(over, m)
			}
		}
		s.run.UI(func() {
			for _, m := range over {
				m.drop()
			}
		})
	})
}

// Ask implements page.Host.
func (s *Shell) Ask(q page.Question, yes func()) {
	s.dialogs.Show(dialog.Options{
		Title: q.Title, Lines: q.Lines, Verb: q.Verb, Bad: q.Bad, Cancel: q.No,
		Do: func() bool {
			// After the dialog has gone, so that what yes shows lies on the window.
			s.run.UI(yes)
			return false
		},
	})
}

// Show implements page.Host.
func (s *Shell) Show(d page.Dialog) (hide func()) {
	return s.dialogs.Show(dialog.Options{
		Title: d.Title, Content: d.Content, Verb: d.Verb, Bad: d.Bad, Width: d.Width, Cancel: d.No, Quit: d.Cancel,
		Do: func() (stay bool) {
			stay = true // when it breaks, so that nothing typed is lost
			s.guard("dialog", func() { stay = d.Do != nil && d.Do() })
			return stay
		},
	})
}

// tell reports a failure; details can be looked at and copied.
func (s *Shell) tell(title, sentence, details string) {
	s.status.say(page.Trouble, title)
	o := dialog.Options{Title: title, Lines: []string{sentence}, Cancel: text.T("shell.close")}
	if details != "" {
		o.Verb = text.T("shell.details.show")
		o.Do = func() bool {
			s.run.UI(func() { s.details(title, details) })
			return false
		}
	}
	s.dialogs.Show(o)
}

func (s *Shell) details(title, details string) {
	s.dialogs.Show(dialog.Options{
		Title: title, Content: kit.Sized(kit.Scroll(kit.Wrapped(kit.Small, details)), 0, detailsHeight), Verb: text.T("shell.details.copy"),
		Cancel: text.T("shell.close"), Width: detailsWidth,
		Do: func() bool {
			s.Copy(details)
			return false
		},
	})
}

const (
	detailsWidth  float32 = 560
	detailsHeight float32 = 260
)
