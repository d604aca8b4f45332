package margins

import (
	"strings"

	"github.com/dropledger/dropledger/gui/kit/async"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/services/margin"
)

// fits tells whether all words occur in what a row is called.
func fits(r *row, words []string) bool {
	called := strings.ToLower(strings.Join([]string{r.name, r.Code, r.Origin.Shop, r.Origin.Country}, " "))
	for w := range strings.FieldsSeq(strings.ToLower(words[0])) {
		if !strings.Contains(called, w) {
			return false
		}
	}
	return true
}

// find narrows the rows to those that fit some words.
func (m *Margins) find(words string) {
	if m.grid == nil {
		m.state.Filters = []grid.Filter{{ID: filterID, Values: []string{words}}}
		return
	}
	if strings.TrimSpace(words) == "" {
		m.grid.SetFilter(filterID)
		return
	}
	m.grid.SetFilter(filterID, words)
}

// viewed takes a new view of the rows over.
func (m *Margins) viewed() {
	if m.grid == nil || m.sheet() == nil {
		return
	}
	if len(m.grid.Filter(filterID)) == 0 && m.search.Text != "" {
		m.search.Set("") // the list was asked to show all again
	}
	n, f := m.grid.Len(), m.h.Format()
	m.page.Header.SetCount(text.T("margins.count", text.N(text.Key("margins.count.", m.cols.w.By), n, f.Int(n)), string(m.h.Book().Home)))
	m.body.Refresh()
	m.chosen()
}

// rows are what the selection means: the selected rows, else all that are shown.
// part tells that these are not all of the sheet.
func (m *Margins) rows() (rows []*row, part bool) {
	s := m.sheet()
	if s == nil || m.grid == nil {
		return nil, false
	}
	for _, key := range m.grid.Selected() {
		if r := s.byKey[key]; r != nil {
			rows = append(rows, r)
		}
	}
	if len(rows) > 0 {
		return rows, true
	}
	words := m.grid.Filter(filterID)
	if len(words) == 0 {
		return s.rows, false
	}
	for _, r := range s.rows {
		if fits(r, words) {
			rows = append(rows, r)
		}
	}
	return rows, true
}

// selected tells whether a person has chosen rows.
func (m *Margins) selected() bool { return m.grid != nil && m.grid.SelectedCount() > 0 }

// chosen shows the selection in waterfall and panel.
func (m *Margins) chosen() {
	rows, _ := m.rows()
	if rows == nil {
		return
	}
	parts, known := m.partsOf(rows)
	if !known {
		return // what is shown stays until all of it can be told
	}
	s := sum(rows)
	title, names := m.heading(rows)
	m.fall.show(title, names, &s, parts)
	if m.facts != nil {
		m.closeFacts()
	}
	m.panel.show()
	m.h.Refresh()
}

// heading names the rows that are chosen.
func (m *Margins) heading(rows []*row) (title, names string) {
	n, f := len(rows), m.h.Format()
	counted := text.N(text.Key("margins.count.", m.cols.w.By), n, f.Int(n))
	switch {
	case m.selected() && n == 1:
		return rows[0].name, f.Period(m.sheet().period)
	case m.selected():
		return text.N(text.Key("margins.selected.", m.cols.w.By), n, f.Int(n)), joined(rows)
	}
	return text.T("margins.allof", counted), f.Period(m.sheet().period)
}

// partsOf adds up what the costs of rows consist of: nil when that could not be
// read, and not known while it is being read.
func (m *Margins) partsOf(rows []*row) (parts *margin.Parts, known bool) {
	st := m.parts.State()
	if st.Phase != async.Ready {
		return nil, st.Phase == async.Failed
	}
	all := &margin.Parts{}
	for _, r := range rows {
		if p := st.Value[r.Key(m.cols.w.dimension())]; p != nil {
			all.Add(p)
		}
	}
	return all, true
}

// split shows what the costs consist of once it is read.
func (m *Margins) split(s async.State[map[margin.Key]*margin.Parts]) {
	switch s.Phase {
	case async.Failed:
		m.h.Report(text.T("margins.unread"), s.Err)
		m.chosen()
	case async.Ready:
		m.chosen()
	}
}

// prove says in the status bar whether the sheet is what the journal says.
func (m *Margins) prove(s async.State[margin.Agreement]) {
	if s.Phase != async.Ready || m.sheet() == nil {
		return
	}
	f, tone := m.h.Format(), page.Done
	span := f.Period(m.sheet().period)
	off := s.Value.Off()
	said := text.T("margins.equal", span)
	if off != 0 {
		tone, said = page.Trouble, text.T("margins.differs", span, f.Money(off, m.h.Book().Home))
	}
	if said != m.said {
		m.said = said
		m.h.Say(tone, said)
	}
}
