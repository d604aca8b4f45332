package routerule_test

import (
	"fmt"
	"strings"
	"testing"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/store"
)

// numbered are the rules that stand, as lists number them.
func numbered(t *testing.T, d *desktest.Desk) string {
	t.Helper()
	rows, err := routerule.New(d.DB, d.Bus).List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, fmt.Sprint(r.Place, r.Name))
	}
	return strings.Join(all, " ")
}

func drafted(t *testing.T, d *desktest.Desk, ins ...routerule.Input) string {
	t.Helper()
	var all []string
	err := d.DB.Read(t.Context(), func(q *gorm.DB) error {
		set, err := routerule.Draft(q, "EUR", ins, nil)
		for _, r := range set.Rules {
			all = append(all, fmt.Sprint(r.Place, r.Name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func four(t *testing.T) *desktest.Desk {
	d := desk(t)
	put(t, d, rule("a", routerule.Hold), rule("b", routerule.Split), rule("c", routerule.NoSplit), rule("d", routerule.SinglePreferred))
	return d
}

func TestEnd_TheNumbersCloseUp(t *testing.T) {
	d := four(t)
	put(t, d, routerule.Input{Name: "b", Ended: p(true)})
	if got := numbered(t, d); got != "1a 2c 3d" {
		t.Errorf("after b was ended: %s", got)
	}
	put(t, d, rule("e", routerule.Hold))
	put(t, d, routerule.Input{Name: "b", Ended: p(false)})
	if got := numbered(t, d); got != "1a 2b 3c 4d 5e" {
		t.Errorf("b stands in its former place again: %s", got)
	}
}

// A book from before the numbers closed up has gaps: they do not show, and no
// change puts a rule in the wrong place by them.
func TestPlaces_OfABookWithGapsAreAsTheyStand(t *testing.T) {
	gaps := func() *desktest.Desk {
		d := four(t)
		d.Write(func(tx *store.Tx) error { return tx.Exec(`UPDATE route_rule SET place = place * place`).Error })
		return d
	}
	last := rule("e", routerule.Hold)
	for _, c := range []struct {
		name string
		ins  []routerule.Input
		want string
	}{
		{"as they are", nil, "1a 2b 3c 4d"},
		{"another", []routerule.Input{last}, "1a 2b 3c 4d 5e"},
		{"a change", []routerule.Input{rule("c", routerule.Hold)}, "1a 2b 3c 4d"},
		{"a move", []routerule.Input{{Name: "d", Place: p(2)}}, "1a 2d 3b 4c"},
		{"an end", []routerule.Input{{Name: "a", Ended: p(true)}}, "1b 2c 3d"},
		{"an end and a move", []routerule.Input{{Name: "a", Ended: p(true)}, {Name: "d", Place: p(2)}}, "1b 2d 3c"},
		{"a move and a change", []routerule.Input{{Name: "d", Place: p(1)}, rule("b", routerule.Hold)}, "1d 2a 3b 4c"},
	} {
		d := gaps()
		if got := drafted(t, d, c.ins...); got != c.want {
			t.Errorf("%s, drafted: %s", c.name, got)
		}
		if len(c.ins) > 0 {
			put(t, d, c.ins...)
		}
		if got := numbered(t, d); got != c.want {
			t.Errorf("%s, put: %s", c.name, got)
		}
	}
}

func TestDraft_BringsBackWhatWasEndedAsPutDoes(t *testing.T) {
	d := four(t)
	put(t, d, routerule.Input{Name: "b", Ended: p(true)})
	if got := drafted(t, d, routerule.Input{Name: "b", Ended: p(false)}); got != "1a 2b 3c 4d" {
		t.Errorf("drafted: %s", got)
	}
}

func TestReplace_KeepsThePlacesOfABookWithGaps(t *testing.T) {
	d := desk(t)
	put(t, d, rule("a", routerule.Hold), rule("b", routerule.Prefer, "Acme"), rule("c", routerule.Hold))
	d.Write(func(tx *store.Tx) error {
		return tx.Exec(`UPDATE route_rule SET place = 8 - 2 * place, name = name WHERE name <> 'b'`).Error
	})
	d.Write(func(tx *store.Tx) error { return tx.Exec(`UPDATE route_rule SET place = 4 WHERE name = 'b'`).Error })
	if got := numbered(t, d); got != "1c 2b 3a" {
		t.Fatalf("the book says %s", got)
	}
	acme, best := d.Int(`SELECT id FROM supplier WHERE name = 'Acme'`), d.Int(`SELECT id FROM supplier WHERE name = 'Best'`)
	var done []routerule.Replaced
	d.Write(func(tx *store.Tx) (err error) {
		done, err = routerule.Replace(tx, acme, best, "merged")
		return err
	})
	if got := numbered(t, d); got != "1c 2b 3a" || !strings.Contains(sentences(t, d), "prefer Best") {
		t.Errorf("merged: %s\n%s", got, sentences(t, d))
	}
	d.Write(func(tx *store.Tx) error {
		_, err := routerule.PutBack(tx, done[0], "taken back")
		return err
	})
	if got := numbered(t, d); got != "1c 2b 3a" || !strings.Contains(sentences(t, d), "prefer Acme") {
		t.Errorf("taken back: %s\n%s", got, sentences(t, d))
	}
}

func TestSentence_TellsTheFirstDayOfARuleWithoutAnEnd(t *testing.T) {
	d := desk(t)
	in := rule("a", routerule.Hold)
	in.ValidFrom = p(model.Date("2026-12-01"))
	put(t, d, in)
	if got := sentences(t, d); got != "a: For every order: hold them, from 2026-12-01." {
		t.Errorf("got %s", got)
	}
}
