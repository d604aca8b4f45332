package form

import (
	"errors"
	"strings"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// refusal is what stands above the fields when a service refused what belongs to
// none of them: nil, or a note that stays until the next save.
func (f *Form) refusal(errs []error) *kit.Note {
	var said []string
	var link *action.Action
	for _, err := range errs {
		said = append(said, sentence(err))
		if a := f.way(err); link == nil {
			link = a
		}
	}
	return kit.NewNote(theme.Wrong, theme.IconAlertCircle, strings.Join(said, "\n"), link)
}

// way is what can be done about an error: a conflict offers to read the record
// again, what is not for people its details.
func (f *Form) way(err error) *action.Action {
	var e *model.Error
	known := errors.As(err, &e) && e.Code != model.Internal
	switch o := f.options; {
	case known && e.Code == model.Conflict && o.Reload != nil:
		return &action.Action{ID: "form.reload", Label: text.T("form.reload"), Run: o.Reload}
	case !known && o.Details != nil:
		return &action.Action{ID: "form.details", Label: text.T("form.details"), Run: func() { o.Details(err) }}
	}
	return nil
}

// say shows a note above the fields; nil takes it away.
func (f *Form) say(n *kit.Note) {
	if f.note == nil && n == nil {
		return
	}
	f.note = n
	f.Refresh()
}
