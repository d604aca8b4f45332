package margins

import (
	"context"
	"strings"
	"time"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/put"
)

// settled is how long a person stops typing before the reach is counted anew.
const settled = 250 * time.Millisecond

// change is a small dialog that starts a new version of a price or a fee. Nothing
// is overwritten: the one before ends the day before.
type change struct {
	m     *Margins
	form  *form.Form
	from  *form.Field[model.Date]
	note  *kit.Note
	reach *async.Loader[put.Reach]
	hide  func()

	count  func(context.Context, model.Date) (put.Reach, error)
	before model.Date // the first day of the version that holds
	saved  func() string
}

// begin makes the dialog; save keeps what is typed.
func (m *Margins) begin(save func(ctx context.Context, v form.Values) error) *change {
	c := &change{m: m, note: kit.NewNote(theme.Under, theme.IconInfo, text.T("margins.reading"), nil)}
	c.reach = async.NewLoader(m.h.Runner(), c.reached)
	recount := async.Debounce(m.h.Runner(), settled, c.recount)
	c.form = form.New(form.Options{
		Format: m.h.Format(), Runner: m.h.Runner(), Context: m.h.Context(), Bare: true, Saver: save, Changed: recount,
		Details: func(err error) { m.h.Report(text.T("margins.change.failed"), err) },
		Late:    func(err error) { m.h.Report(text.T("margins.change.failed"), err) },
		Saved: func() {
			c.hide()
			m.h.Toast(page.Toast{Tone: page.Done, Text: c.saved()})
			m.Reload()
		},
	})
	return c
}

// day adds the field for the first day: after that of the version that holds, as
// that one would be overwritten.
func (c *change) day() {
	f := c.m.h.Format()
	c.from = c.form.Date(form.Spec{Name: "valid_from", Label: text.T("margins.change.from"), Required: true, Help: text.T("margins.change.from.help")})
	c.from.Set(c.m.h.Book().Today())
	c.from.Check(func(d model.Date) error {
		if d <= c.before {
			return model.FieldErrorf("valid_from", "%s", text.T("margins.change.early", f.DateYear(c.before)))
		}
		return nil
	})
}

// noteRoom is kept for three lines of the note, which come when orders are counted:
// the dialog does not grow.
const noteRoom = 3*theme.TextLine + 2*theme.Gap8

// show opens the dialog.
func (c *change) show(title string) {
	c.form.Settle()
	c.recount()
	content := kit.Column(0, c.form, kit.Sized(kit.Column(0, c.note), 0, noteRoom))
	c.hide = c.m.h.Show(page.Dialog{Title: title, Content: content, Verb: text.T("margins.change.verb"), Width: 460, Do: func() bool {
		c.form.Submit()
		return true
	}, Cancel: func() { c.form.Close(); c.reach.Stop() }})
}

// recount asks how many orders the change would concern.
func (c *change) recount() {
	if c.from == nil {
		return // the fields are still being made
	}
	from, err := c.from.Get()
	if err != nil || from == "" {
		return
	}
	c.reach.Load(c.m.h.Context(), func(ctx context.Context) (put.Reach, error) { return c.count(ctx, from) })
}

// reached says what will happen, in numbers.
func (c *change) reached(s async.State[put.Reach]) {
	f := c.m.h.Format()
	switch {
	case s.Phase == async.Failed:
		c.note.Set(theme.Warned, theme.IconWarning, text.T("margins.change.unknown"))
	case s.Phase != async.Ready:
	case s.Value == put.Reach{}:
		c.note.Set(theme.Under, theme.IconInfo, text.T("margins.change.nobody"))
	default:
		r := s.Value
		var said []string
		if r.Booked > 0 {
			said = append(said, text.N("margins.change.booked", r.Booked, f.Int(r.Booked)))
		}
		if r.Open > 0 {
			said = append(said, text.N("margins.change.open", r.Open, f.Int(r.Open)))
		}
		c.note.Set(theme.Under, theme.IconInfo, strings.Join(append(said, text.T("margins.change.kept")), " "))
	}
}

// choice is a field for one of some options: tiles as long as the dialog stays
// small.
func choice(f *form.Form, s form.Spec, options []form.Option) *form.Field[string] {
	const most = 3
	if len(options) > most {
		return f.Search(s, form.Among(options))
	}
	return f.Choice(s, options...)
}
