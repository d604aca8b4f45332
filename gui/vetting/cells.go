package vetting

import (
	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"github.com/dropledger/dropledger/gui/kit"
	"github.com/dropledger/dropledger/gui/kit/grid"
	"github.com/dropledger/dropledger/gui/text"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/model"
)

// column is a column whose head is the text "vetting.col." with its id.
func column[R any](id string, width, flex float32, cell func(R) grid.Cell) grid.Column[R] {
	return grid.Column[R]{ID: id, Title: text.T(text.Key("vetting.col.", id)), Width: width, Flex: flex, Cell: cell, SortText: func(r R) string { return cell(r).Text }}
}

// aside lets a column step aside where the list is narrow: the panel says the same.
func aside[R any](c grid.Column[R]) grid.Column[R] {
	c.Yields = 1
	return c
}

// dated is a column of days; the newest come first when it is chosen.
func dated[R any](d *Document, id string, day func(R) model.Date) grid.Column[R] {
	c := column(id, 104, 0, func(r R) grid.Cell { return d.day(day(r)) })
	c.Down, c.SortText = true, func(r R) string { return string(day(r)) }
	return c
}

// counted is a column of decimals.
func counted[R any](id string, width float32, cell func(R) grid.Cell) grid.Column[R] {
	c := column(id, width, 0, cell)
	c.Align, c.Down = trailing, true
	return c
}

func (d *Document) day(day model.Date) grid.Cell {
	if day == "" {
		return dash()
	}
	return grid.Cell{Text: d.h.Format().DateYear(day), Tone: theme.Quiet}
}

// until is a last day; one that is near or past warns.
func (d *Document) until(day model.Date, days *int) grid.Cell {
	c := d.day(day)
	if days != nil && *days <= soonDays {
		c.Tone, c.Icon = theme.Warned, theme.IconLate
	}
	return c
}

// soonDays is when the end of a paper or a gate catches the eye.
const soonDays = 30

func dash() grid.Cell { return grid.Cell{Text: text.T("vetting.dash"), Tone: theme.Quiet} }

// quiet is a muted text, a dash without one.
func quiet(s string) grid.Cell {
	if s == "" {
		return dash()
	}
	return grid.Cell{Text: s, Tone: theme.Quiet}
}

// pill is a state; what was put away says so.
func pill(gone bool, t theme.Tone, icon theme.IconName, word string) grid.Cell {
	if gone {
		t, icon, word = theme.Idle, theme.IconArchive, text.T("vetting.gone")
	}
	if word == "" {
		return dash()
	}
	return grid.Cell{Text: "", Pills: []grid.Pill{{Text: word, Icon: icon, Tone: t}}}
}

// figure is an exact number with some decimals, a dash when it is not known.
func (d *Document) figure(s *string, places int32) string {
	if s == nil || *s == "" {
		return text.T("vetting.dash")
	}
	n, err := decimal.NewFromString(*s)
	if err != nil {
		return *s
	}
	return d.h.Format().Fixed(n, places)
}

// bare is a number as it was entered.
func (d *Document) bare(s string) string {
	n, err := decimal.NewFromString(s)
	if err != nil {
		return text.T("vetting.dash")
	}
	return d.h.Format().Decimal(n)
}

func (d *Document) money(a *model.Amount, c model.Currency) string {
	if a == nil {
		return text.T("vetting.dash")
	}
	return d.h.Format().Money(*a, c)
}

func (d *Document) days(n *int) string {
	if n == nil {
		return text.T("vetting.dash")
	}
	return d.h.Format().Days(*n)
}

// facts are a section of a panel with what is known; facts without a value are
// left out.
type facts struct {
	d     *Document
	all   []kit.Fact
	below fyne.CanvasObject // a section of its own, nil without
}

func (f *facts) add(field, value string) *kit.Fact {
	if value == "" || value == text.T("vetting.dash") {
		return &kit.Fact{}
	}
	f.all = append(f.all, kit.Fact{Label: text.T(text.Key("vetting.field.", field)), Value: value, Tip: value})
	return &f.all[len(f.all)-1]
}

func (f *facts) day(field string, day model.Date) *kit.Fact {
	if day == "" {
		return &kit.Fact{}
	}
	return f.add(field, f.d.h.Format().DateYear(day))
}

// sections are the facts, a longer text and files, as far as there are any.
func (d *Document) sections(p *kit.Panel, f *facts, prose string, ids ...int64) {
	var objs []fyne.CanvasObject
	if len(f.all) > 0 {
		objs = append(objs, kit.PanelSection("", "", kit.NewFacts(f.all...)))
	}
	if f.below != nil {
		objs = append(objs, f.below)
	}
	if prose != "" {
		objs = append(objs, kit.PanelSection(text.T("vetting.said"), "", kit.Wrapped(kit.Body, prose)))
	}
	if links := d.links(ids); len(links) > 0 {
		objs = append(objs, kit.PanelSection(text.T("vetting.files"), "", kit.Column(theme.Gap4, links...)))
	}
	p.SetSections(objs...)
}
