package vetting

import (
	"time"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/vetting"
)

// talks is the tab of what was said, and when to come back to it.
type talks struct{ *list[vetting.Talk] }

func newTalks(d *Document) *talks {
	t := &talks{}
	t.list = newList(d, about[vetting.Talk]{
		id: tabTalks, icon: theme.IconMessage, due: []string{vetting.DueFollowUp},
		rows:   func(k *known) []vetting.Talk { return k.talks },
		ref:    func(r vetting.Talk) ref { return ref{vetting.TalkKind, r.ID} },
		gone:   func(r vetting.Talk) bool { return r.Archived() },
		called: func(r vetting.Talk) string { return r.Subject },
		columns: []grid.Column[vetting.Talk]{
			dated(d, "held", func(r vetting.Talk) model.Date { return r.HeldOn }),
			column("subject", 180, 2, func(r vetting.Talk) grid.Cell { return grid.Cell{Text: r.Subject} }),
			column("channel", 84, 0, func(r vetting.Talk) grid.Cell { return quiet(wordOf("channel", r.Channel)) }),
			column("contact", 120, 1, func(r vetting.Talk) grid.Cell { return quiet(r.Contact) }),
			dated(d, "follow_up", func(r vetting.Talk) model.Date { return r.FollowUpOn }),
			column("state", 136, 0, func(r vetting.Talk) grid.Cell {
				tone, icon, word := d.talkLook(r)
				return pill(r.Archived(), tone, icon, word)
			}),
		},
		sort: []grid.Order{{Column: "held", Down: true}}, details: t.details, change: func(r vetting.Talk) { t.edit(t.formOf(r)) },
		creates: []action.Action{kit.Act("vetting.talk", text.T("vetting.talks.new"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, func() {
			t.edit(t.formOf(vetting.Talk{HeldOn: d.h.Book().Today(), Channel: "email", Contact: t.person()}))
		})},
		more: func(r vetting.Talk) []action.Action {
			if !r.Waits() {
				return nil
			}
			return []action.Action{kit.Act("vetting.followed", text.T("vetting.do.followed"), kit.Mark{Icon: theme.IconTick, Key: action.Plain(fyne.KeyF)}, func() { t.followed(r, d.h.Book().Today()) })}
		},
	})
	return t
}

// person is whom one speaks to, when there is just one.
func (t *talks) person() string {
	name := ""
	for _, c := range t.d.known.contacts {
		if c.Archived() {
			continue
		}
		if name != "" {
			return ""
		}
		name = c.Name
	}
	return name
}

// talkLook says whether a talk is to be followed up.
func (d *Document) talkLook(r vetting.Talk) (theme.Tone, theme.IconName, string) {
	switch {
	case r.FollowUpOn == "" && r.AskedAt != "" && r.AnsweredOn == "":
		return theme.Under, theme.IconQuestionCircle, text.T("vetting.talks.unanswered")
	case r.FollowUpOn == "":
		return theme.Idle, "", ""
	case !r.Waits():
		return theme.Fine, theme.IconTick, text.T("vetting.talks.followed")
	case r.FollowUpOn <= d.h.Book().Today():
		return theme.Warned, theme.IconLate, text.T("vetting.talks.due")
	}
	return theme.Under, theme.IconClock, text.T("vetting.talks.waits")
}

func (t *talks) details(p *kit.Panel, r vetting.Talk) {
	f := &facts{d: t.d}
	p.SetTitle(r.Subject, text.T("vetting.pair", t.d.h.Format().DateYear(r.HeldOn), wordOf("channel", r.Channel)))
	tone, icon, word := t.d.talkLook(r)
	p.SetState(tone, icon, word)
	f.add("contact", r.Contact)
	f.day("follow_up", r.FollowUpOn)
	f.day("followed", r.FollowedOn)
	f.add("asked_at", t.d.clock(r.AskedAt))
	if r.AnsweredOn != "" {
		took := max(r.Took(), 1)
		f.add("answered", text.T("vetting.pair", t.d.h.Format().DateYear(r.AnsweredOn), t.d.clock(r.AnsweredAt)))
		f.add("took", text.N("vetting.talks.took", took, t.d.h.Format().Int(took)))
	}
	t.d.sections(p, f, r.Said)
}

func (t *talks) formOf(r vetting.Talk) *editor {
	title := t.say("new")
	if r.ID != 0 {
		title = r.Subject
	}
	e := editorFor(t.list, title, t.say("form"), keeping(t.d.route.Key, ref{vetting.TalkKind, r.ID}, t.d.vetting.PutTalks, func(in *vetting.TalkInput) { in.ID, in.Version = r.ID, r.Version }))
	e.text("subject", 160, must, across)
	e.past("date", must)
	e.Choice(e.spec("channel", nil), options("channel", "email", "call", "chat", "meeting", "fair", "other")...)
	e.text("contact", 120)
	e.prose("said", 4000)
	e.date("follow_up")
	e.past("followed")
	e.Section(text.T("vetting.talks.question"), text.T("vetting.talks.question.note"))
	e.clock("asked_at")
	e.past("answered")
	e.clock("answered_at")
	return e.load(map[string]any{
		"subject": r.Subject, "date": r.HeldOn, "channel": r.Channel, "contact": r.Contact, "said": r.Said, "follow_up": r.FollowUpOn, "followed": r.FollowedOn,
		"asked_at": r.AskedAt, "answered": r.AnsweredOn, "answered_at": r.AnsweredAt,
	})
}

// clock is a time of day as a person reads it.
func (d *Document) clock(at string) string {
	t, err := time.Parse("15:04", at)
	if err != nil {
		return at
	}
	return d.h.Format().Time(t)
}

// followed notes the day on which one came back to a talk; Undo takes it back.
func (t *talks) followed(r vetting.Talk, on model.Date) {
	h := t.d.h
	in := vetting.TalkInput{ID: r.ID, Supplier: t.d.route.Key, Date: r.HeldOn, Subject: r.Subject, Followed: &on}
	h.Runner().Go(func() {
		_, err := t.d.vetting.PutTalks(h.Context(), []vetting.TalkInput{in})
		h.Runner().UI(func() {
			if err != nil {
				h.Report(text.T("vetting.unsaved"), err)
				return
			}
			toast := page.Toast{Text: text.T("vetting.saved")}
			if on != "" {
				undo := kit.Act("vetting.undo", text.T("vetting.undo"), kit.Mark{Icon: theme.IconUndo}, func() { t.followed(r, "") })
				toast = page.Toast{Text: text.T("vetting.talks.done", r.Subject), Link: &undo, Undo: true}
			}
			h.Toast(toast)
			t.d.Reload()
		})
	})
}
