package vetting

import (
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/dropledger/dropledger/model/assessment"
	"github.com/dropledger/dropledger/resources"
)

// bones are what a template asks without its words.
func bones(t *Template) (all []string) {
	all = append(all, string(t.Type))
	for i := range t.Gates {
		all = append(all, t.Gates[i].Key)
	}
	for i := range t.Criteria {
		c := &t.Criteria[i]
		all = append(all, c.Key+" "+c.Weight.String()+" "+string(c.Scale))
	}
	return all
}

// complete tells what lacks words.
func complete(t *testing.T, language string, x *Template) {
	t.Helper()
	say := func(what, words string) {
		if words == "" {
			t.Errorf("%s, %s: no words for %s", language, x.Type, what)
		}
	}
	say("its name", x.Name)
	for i := range x.Gates {
		say("the gate "+x.Gates[i].Key, x.Gates[i].Name)
		say("the help of "+x.Gates[i].Key, x.Gates[i].Help)
	}
	for i := range x.Criteria {
		c := &x.Criteria[i]
		say("the criterion "+c.Key, c.Name)
		say("the help of "+c.Key, c.Help)
		if len(c.Levels) < 2 {
			t.Errorf("%s, %s: %s does not say what grades mean", language, x.Type, c.Key)
		}
		for _, l := range c.Levels {
			say("a grade of "+c.Key, l.Means)
		}
	}
}

func TestShipped_EveryLanguageHasTheSameTemplatesInItsOwnWords(t *testing.T) {
	english, err := shipped.in(fallback)
	if err != nil || len(english) < 5 {
		t.Fatalf("%d templates, %v", len(english), err)
	}
	folders, err := fs.ReadDir(resources.VettingTemplates, "vetting")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		all, err := shipped.in(f.Name())
		if err != nil || len(all) != len(english) {
			t.Fatalf("%s: %d templates, %v", f.Name(), len(all), err)
		}
		for i := range all {
			complete(t, f.Name(), &all[i])
			if got, want := bones(&all[i]), bones(&english[i]); !slices.Equal(got, want) {
				t.Errorf("%s: %q, in English %q", f.Name(), got, want)
			}
			if err := all[i].Rules().Check(); err != nil {
				t.Errorf("%s: %v", f.Name(), err)
			}
		}
	}
}

func TestShipped_AFolderMoreIsALanguageMoreAndEnglishStandsIn(t *testing.T) {
	list := func(name string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`[{"name":"` + name + `","type":"agent","criteria":[{"key":"a","name":"A","weight":"100","scale":"` + string(assessment.Five) + `"}]}]`)}
	}
	c := &catalogue{files: fstest.MapFS{"vetting/en/templates.json": list("Sourcing agent"), "vetting/de/templates.json": list("Einkaufsagent")}}
	for language, want := range map[string]string{"de": "Einkaufsagent", "en": "Sourcing agent", "fr": "Sourcing agent", "../en": "Sourcing agent"} {
		all, err := c.in(language)
		if err != nil || len(all) != 1 || all[0].Name != want || all[0].Number != 1 || all[0].NameKey == "" {
			t.Errorf("%s: %+v, %v", language, all, err)
		}
	}
	c = &catalogue{files: fstest.MapFS{"vetting/en/templates.json": list("x"), "vetting/de/templates.json": {Data: []byte("{")}}}
	if _, err := c.in("de"); err == nil {
		t.Error("a damaged file is passed over")
	}
}
