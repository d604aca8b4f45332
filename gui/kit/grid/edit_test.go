package grid

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
)

// nameless is what a person is told.
const nameless = "A name is needed."

func editable(o *Options[item], b *bench) {
	o.OnOpen = nil
	o.Columns[0].Edit = &Edit[item]{
		Text: func(i item) string { return i.name },
		Commit: func(i item, typed string) error {
			if typed == "" {
				return errors.New(nameless)
			}
			b.say("%s is %s", i.id, typed)
			i.name = typed
			b.Patch(i)
			return nil
		},
	}
}

func TestACellIsChangedInPlace(t *testing.T) {
	b := put(t, many(100), editable)
	b.Select("k003")
	b.heard()
	b.key(fyne.KeyReturn)
	key, column, _ := b.Editing()
	b.want("editing", key+" "+column+" "+b.Field().Text, "k003 name row 003")
	b.Field().SetText("")
	b.Field().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	_, _, wrong := b.Editing()
	b.want("refused", wrong, nameless)
	b.Field().SetText("changed")
	b.Field().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.want("told", b.heard(), "k003 is changed; current k003")
	b.want("shown", b.CellText("k003", "name"), "changed group 0")
	if b.Field() != nil || !b.Focused() {
		t.Error("the grid has the keyboard again")
	}
}

func TestEscLeavesTheCellAsItWas(t *testing.T) {
	b := put(t, many(100), editable)
	b.Select("k003")
	b.heard()
	b.key(fyne.KeyF2)
	b.Field().SetText("changed")
	b.Field().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	b.want("told", b.heard(), "")
	b.want("shown", b.CellText("k003", "name"), "row 003 group 0")
}

func TestLeavingTheFieldKeepsWhatWasTyped(t *testing.T) {
	b := put(t, many(100), editable)
	b.Select("k003")
	b.heard()
	b.key(fyne.KeyF2)
	b.Field().SetText("changed")
	b.clickLine(5, 0)
	b.want("told", b.heard(), "k003 is changed; current k003; selected k005; current k005")
}

func TestAFieldFollowsItsRow(t *testing.T) {
	b := put(t, many(100), editable)
	b.EditCell("k003", "name")
	b.Field().SetText("half typed")
	b.SetRows(append([]item{{id: "new"}}, many(100)...))
	if b.Field() == nil || b.Field().Text != "half typed" || b.Field().Position().Y != 28+4*28-28 && b.Field().Position().Y != 28+4*28 {
		t.Fatalf("the field is lost")
	}
	b.scrollTo(2000, 0)
	if len(b.draw.over.Objects) != 0 {
		t.Error("a field whose row is out of sight is not drawn")
	}
	if b.EditCell("k004", "n") || b.EditCell("gone", "name") {
		t.Error("what cannot be changed opens no field")
	}
}
