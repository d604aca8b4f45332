package stocking_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/services/stocking"
)

// The same month as in TestProposals_AreTheFiguresWorkedOutByHand, with the 3PL
// and the drop fee paid in dollars at par and a bank that takes 2 % of them.
func TestProposals_WhatTheBankTakesCountsForEveryBillFromAbroad(t *testing.T) {
	m := newMarket(t)
	m.Rate("USD", "1")
	m.Set("routing.conversion_percent", "2")
	for _, table := range []string{"threepl_fee", "threepl_lane", "drop_fee"} {
		m.Exec(`UPDATE ` + table + ` SET currency = 'USD'`)
	}
	m.sell("LAMP", 60)
	p := m.one("LAMP")
	want := map[string]string{
		"goods": "600.00/480.00", "freight": "180.00/30.00", "drop_fee": "15.00/", "conversion": "0.30/", "receiving": "/12.24", "storage": "/13.31",
		"pick_pack": "/85.68", "postage": "/153.00", "capital": "/3.04", "account_fee": "/30.60",
	}
	for _, l := range p.Lines {
		got := ""
		if l.Drop != nil {
			got = text(l.Drop)
		}
		if got += "/"; l.Stock != nil {
			got += text(l.Stock)
		}
		if got != want[l.Kind] {
			t.Errorf("%s is %s, want %s", l.Kind, got, want[l.Kind])
		}
		if l.Kind == stocking.LineAccount && !strings.Contains(l.Text, "with the 2 % that the bank takes for USD") {
			t.Errorf("the account is told as %q", l.Text)
		}
		delete(want, l.Kind)
	}
	if len(want) > 0 || text(p.DropTotal) != "795.30" || text(p.StockTotal) != "807.87" {
		t.Errorf("without a line: %v; a month costs %s and %s", want, text(p.DropTotal), text(p.StockTotal))
	}
}

// What lost money takes nothing from the value that the classes are cut from.
func TestProposals_AProductThatLosesMoneyPushesNoOtherIntoALowerClass(t *testing.T) {
	m := newMarket(t)
	for _, sku := range []string{"LAMP", "MUG", "VASE"} {
		if sku != "LAMP" {
			m.product(sku)
		}
		m.sell(sku, 60)
	}
	m.Exec(`UPDATE margin_line SET cm1_cost = 3 * goods WHERE product_id = ?`, m.Product("VASE"))
	r := m.proposals()
	for _, sku := range []string{"LAMP", "MUG"} {
		if p := m.one(sku); p.Class != "A" || p.SharePct.String() != "50" {
			t.Errorf("%s is of class %s with %s %%", sku, p.Class, p.SharePct)
		}
	}
	if r.Rest != 1 {
		t.Errorf("%d of class C, want the vase that loses money", r.Rest)
	}
}
