package vetting

import (
	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/vetting"
)

// member is a person or a place of a supplier.
type member struct {
	contact *vetting.Contact // nil: it is a place
	place   *vetting.Place
}

func (m member) name() string {
	if m.contact != nil {
		return m.contact.Name
	}
	return m.place.Name
}

// party is the tab of the people and places of a supplier.
type party struct{ *list[member] }

func newParty(d *Document) *party {
	t := &party{}
	t.list = newList(d, about[member]{
		id: tabParty, icon: theme.IconUsers, rows: members,
		ref: func(m member) ref {
			if m.contact != nil {
				return ref{vetting.ContactKind, m.contact.ID}
			}
			return ref{vetting.PlaceKind, m.place.ID}
		},
		gone: func(m member) bool {
			if m.contact != nil {
				return m.contact.Archived()
			}
			return m.place.Archived()
		},
		called: member.name,
		group: func(m member) string {
			if m.contact != nil {
				return "people"
			}
			return "places"
		},
		head: func(group string, all []member) grid.Group {
			return grid.Group{Title: text.T(text.Key("vetting.party.", group)), Facts: d.h.Format().Int(len(all))}
		},
		columns: []grid.Column[member]{
			column("name", 170, 1, func(m member) grid.Cell { return grid.Cell{Text: m.name()} }),
			column("role", 130, 1, func(m member) grid.Cell { return quiet(m.role()) }),
			column("reach", 220, 2, func(m member) grid.Cell { return quiet(m.reach()) }),
			column("note", 160, 2, func(m member) grid.Cell { return quiet(m.note()) }),
		},
		details: t.details, change: t.change,
		creates: []action.Action{
			kit.Act("vetting.contact", text.T("vetting.party.person"), kit.Mark{Icon: theme.IconPlus, Key: action.Ctrl(fyne.KeyN)}, func() { t.edit(t.contactForm(vetting.Contact{Language: d.known.terms.Language})) }),
			kit.Act("vetting.place", text.T("vetting.party.place"), kit.Mark{Icon: theme.IconPlace, Key: action.Plain(fyne.KeyL)}, func() {
				t.edit(t.placeForm(vetting.Place{Kind: "warehouse", Country: d.known.terms.Country}))
			}),
		},
		more: func(m member) []action.Action {
			if m.contact == nil || m.contact.Email == "" {
				return nil
			}
			return []action.Action{kit.Act("vetting.copy", text.T("vetting.do.copy"), kit.Mark{Icon: theme.IconCopy, Key: action.Plain(fyne.KeyM)}, func() { d.h.Copy(m.contact.Email) })}
		},
	})
	return t
}

func members(k *known) []member {
	all := make([]member, 0, len(k.contacts)+len(k.places))
	for i := range k.contacts {
		all = append(all, member{contact: &k.contacts[i]})
	}
	for i := range k.places {
		all = append(all, member{place: &k.places[i]})
	}
	return all
}

func (m member) role() string {
	if m.contact != nil {
		return m.contact.Role
	}
	return wordOf("placekind", m.place.Kind)
}

// reach is how a person is reached, and where a place is.
func (m member) reach() string {
	if c := m.contact; c != nil {
		return joined(c.Email, c.Phone)
	}
	country := ""
	if m.place.Country != "" {
		country = model.Country(m.place.Country).Name()
	}
	return joined(m.place.Address, m.place.City, country)
}

func (m member) note() string {
	if m.contact != nil {
		return m.contact.Note
	}
	return m.place.Note
}

// joined are the texts that are not empty, apart by commas.
func joined(parts ...string) (all string) {
	for _, p := range parts {
		switch {
		case p == "":
		case all == "":
			all = p
		default:
			all = text.T("vetting.pair", all, p)
		}
	}
	return all
}

// languageName is the name of a language by its code, the code itself where the
// window has none.
func languageName(code string) string {
	if key := text.Key("suppliers.language.", code); text.Has(key) {
		return text.T(key)
	}
	return code
}

func (t *party) details(p *kit.Panel, m member) {
	f := &facts{d: t.d}
	p.SetTitle(m.name(), m.role())
	if c := m.contact; c != nil {
		f.add("email", c.Email)
		f.add("phone", c.Phone)
		f.add("language", languageName(c.Language))
	} else {
		f.add("address", m.place.Address)
		f.add("city", m.place.City)
		if m.place.Country != "" {
			f.add("country", model.Country(m.place.Country).Name())
		}
	}
	t.d.sections(p, f, m.note())
}

func (t *party) change(m member) {
	if m.contact != nil {
		t.edit(t.contactForm(*m.contact))
		return
	}
	t.edit(t.placeForm(*m.place))
}

func (t *party) contactForm(r vetting.Contact) *editor {
	title := t.say("person")
	if r.ID != 0 {
		title = r.Name
	}
	e := editorFor(t.list, title, t.say("form"), keeping(t.d.route.Key, ref{vetting.ContactKind, r.ID}, t.d.vetting.PutContacts, func(in *vetting.ContactInput) { in.ID, in.Version = r.ID, r.Version }))
	e.text("name", 120, must)
	e.text("role", 120)
	e.blank["email"] = ""
	e.Email(e.spec("email", nil))
	e.text("phone", 60)
	e.text("language", 12)
	e.prose("note", 500)
	return e.load(map[string]any{"name": r.Name, "role": r.Role, "email": r.Email, "phone": r.Phone, "language": r.Language, "note": r.Note})
}

func (t *party) placeForm(r vetting.Place) *editor {
	title := t.say("place")
	if r.ID != 0 {
		title = r.Name
	}
	e := editorFor(t.list, title, t.say("form"), keeping(t.d.route.Key, ref{vetting.PlaceKind, r.ID}, t.d.vetting.PutPlaces, func(in *vetting.PlaceInput) { in.ID, in.Version = r.ID, r.Version }))
	e.text("name", 120, must)
	e.Choice(e.spec("kind", nil), options("placekind", "warehouse", "factory", "office", "returns")...)
	e.country("country")
	e.text("city", 120)
	e.text("address", 200)
	e.prose("note", 500)
	return e.load(map[string]any{"name": r.Name, "kind": r.Kind, "country": r.Country, "city": r.City, "address": r.Address, "note": r.Note})
}
