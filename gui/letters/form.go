package letters

import (
	"context"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/form"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/letter"
)

// textRows is how many lines of a letter are seen at once.
const textRows = 14

// build makes the form of the letter that was read.
func (l *Letters) build() {
	h := l.host
	if l.form != nil {
		l.form.Close()
	}
	l.form = form.New(form.Options{
		Format: h.Format(), Runner: h.Runner(), Context: h.Context(),
		Saver: l.save, Saved: l.saved, Changed: l.preview,
		Details: func(err error) { h.Report(text.T("letters.failed"), err) },
		Late:    func(err error) { h.Report(text.T("letters.failed"), err) },
	})
	l.form.Section(text.T(text.Key("letters.kind.", string(l.kept.of.kind))), l.note())
	form.Longest(l.form.Text(form.Spec{Name: "subject", Label: text.T("letters.subject"), Required: true, Wide: true}), 200)
	form.Longest(l.form.Multi(form.Spec{Name: "text", Label: text.T("letters.text"), Required: true, Wide: true}, textRows), 5000)
	if err := l.form.Load(map[string]any{"subject": l.kept.words.Subject, "text": l.kept.words.Text}); err != nil {
		h.Report(text.T("letters.failed"), err)
	}
}

// note says whose letter it is.
func (l *Letters) note() string {
	switch of := l.kept.of; {
	case l.kept.own && of.supplier != "":
		return text.T("letters.note.one", of.supplier)
	case l.kept.own:
		return text.T("letters.note.own")
	case of.supplier != "":
		return text.T("letters.note.none", of.supplier)
	}
	return text.T("letters.note.shipped")
}

// typed is the letter as it stands in the form.
func typed(v form.Values) letter.Wording {
	subject, _ := v["subject"].(string)
	body, _ := v["text"].(string)
	return letter.Wording{Subject: subject, Text: body}
}

func (l *Letters) save(ctx context.Context, v form.Values) error {
	of, w := l.kept.of, typed(v)
	_, err := l.letters.Put(ctx, []letter.Input{{Kind: of.kind, Language: of.language, Supplier: of.supplier, Subject: &w.Subject, Text: &w.Text}})
	return err
}

func (l *Letters) saved() {
	l.host.Toast(page.Toast{Text: text.T("letters.saved")})
	l.Reload()
}

// preview fills the letter as it is being written.
func (l *Letters) preview() {
	of, w := l.kept.of, typed(l.form.Values())
	l.example.Load(l.host.Context(), func(ctx context.Context) (letter.Wording, error) {
		return l.letters.Preview(ctx, of.kind, of.language, of.supplier, w)
	})
	l.host.Refresh()
}

// previewed shows the example, what can stand in braces, and the letters that the
// merchant wrote before.
func (l *Letters) previewed(s async.State[letter.Wording]) {
	if s.Phase == async.Loading {
		return
	}
	l.panel.SetTitle(text.T("letters.example"), text.T("letters.example.note"))
	var example fyne.CanvasObject
	if s.Phase == async.Failed {
		example = kit.NewNote(theme.Wrong, theme.IconWarning, s.Err.Error(), nil)
	} else {
		example = kit.Column(theme.Gap8, kit.Wrapped(kit.Strong, s.Value.Subject), kit.Separator(), kit.Wrapped(kit.Body, s.Value.Text))
	}
	sections := []fyne.CanvasObject{
		kit.PanelSection("", "", example),
		kit.PanelSection(text.T("letters.places"), "", l.places()),
	}
	if past := l.past(); past != nil {
		sections = append(sections, kit.PanelSection(text.T("letters.versions"), "", past))
	}
	l.panel.SetSections(sections...)
}

// nameWidth is the room for a name in braces.
const nameWidth float32 = 90

func (l *Letters) places() fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, name := range l.kept.of.kind.Places() {
		rows = append(rows, kit.Row(theme.Gap8, kit.Sized(kit.NewLabel(kit.Body, "{"+name+"}"), nameWidth, 0), kit.Grow(kit.NewLabel(kit.Muted, text.T(text.Key("letters.place.", name))))))
	}
	return kit.Column(theme.Gap4, rows...)
}

// past lists when the letter that is shown was rewritten; nil when it never was.
func (l *Letters) past() fyne.CanvasObject {
	f := l.host.Format()
	var rows []fyne.CanvasObject
	for i := range l.kept.written {
		o := &l.kept.written[i]
		if o.Kind != l.kept.of.kind || o.Language != l.kept.of.language || o.Supplier != l.kept.of.supplier {
			continue
		}
		said := text.T("letters.version.now", f.Moment(o.Since))
		if o.Until != "" {
			said = text.T("letters.version.past", f.Moment(o.Since), f.Moment(o.Until))
		}
		rows = append(rows, kit.NewLabel(kit.Muted, said))
	}
	if len(rows) == 0 {
		return nil
	}
	return kit.Column(theme.Gap4, rows...)
}
