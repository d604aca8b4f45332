package letters_test

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/dropledger/dropledger/gui/guitest"
	"github.com/dropledger/dropledger/gui/kit/action"
	"github.com/dropledger/dropledger/gui/letters"
	"github.com/dropledger/dropledger/gui/page"
	"github.com/dropledger/dropledger/gui/theme"
	"github.com/dropledger/dropledger/services/letter"
)

func open(t *testing.T, b *page.Book, params map[string]string) *guitest.Host {
	t.Helper()
	h := guitest.New(t, b)
	h.Open(letters.New, page.Route{Screen: page.Letters, Params: params})
	return h
}

func subject(t *testing.T, b *page.Book, k letter.Kind, language, supplier string) string {
	t.Helper()
	w, _, err := letter.New(b.DB, b.Bus).Get(t.Context(), k, language, supplier)
	if err != nil {
		t.Fatal(err)
	}
	return w.Subject
}

func TestLetters_OneIsRewrittenForASupplierSeenFilledAndTakenBack(t *testing.T) {
	b := guitest.Sample(t)
	h := open(t, b, map[string]string{"language": "de", "supplier": "Hansekontor Großhandel"})
	h.See("Hansekontor Großhandel gets the letter of all suppliers", "As it arrives", "{number}")
	h.Type("Subject", "Order {numbr}")
	h.See("What stands in braces in the subject is not")
	h.Type("Subject", "Auftrag {number} an {supplier}")
	h.See("an Hansekontor Großhandel")
	h.Key(action.Ctrl(fyne.KeyReturn))
	if got := subject(t, b, letter.Purchase, "de", "Hansekontor Großhandel"); got != "Auftrag {number} an {supplier}" {
		t.Fatalf("kept %q; reports %v", got, h.Reports)
	}
	if got := subject(t, b, letter.Purchase, "de", ""); !strings.HasPrefix(got, "Bestellung") {
		t.Errorf("all others get %q", got)
	}
	h.See("You wrote this letter for Hansekontor Großhandel alone", "Rewritten", "it counts")
	if os.Getenv("PICTURES") != "" {
		h.Shot("letters-own")
		h.Look(theme.Dark)
		h.Shot("letters-own-dark")
	}
	h.Key(action.Alt(fyne.KeyR))
	if got := subject(t, b, letter.Purchase, "de", "Hansekontor Großhandel"); !strings.HasPrefix(got, "Bestellung") {
		t.Errorf("taken back it is %q; reports %v", got, h.Reports)
	}
	h.See("gets the letter of all suppliers", "until")
}

func TestLetters_CustomersNoticeIsTheSameForAll(t *testing.T) {
	b := guitest.Sample(t)
	h := open(t, b, map[string]string{"kind": "notice", "language": "zh"})
	h.See("Notice to a customer", "Chinese", "您的订单", "tracking number and link", "您的包裹比我们承诺的时间要久")
}

func TestLetters_WhatCannotBeReadIsToldAndTriedAgain(t *testing.T) {
	b := guitest.Small(t)
	h := open(t, b, map[string]string{"supplier": "Nobody"})
	h.See("The letters could not be read", "Try again")
}
