package reply

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/dropledger/dropledger/resources"
	"github.com/dropledger/dropledger/services/letter"
)

func TestWords_AreKnownInEveryLanguageLettersAreWrittenIn(t *testing.T) {
	for _, code := range letter.Languages() {
		data, err := resources.ReplyWords.ReadFile("replies/" + code + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var has map[string]json.RawMessage
		if err := json.Unmarshal(data, &has); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"spoken", "accepted", "refused", "not", "asks", "perhaps", "when", "some", "ships", "reference", "units", "quantity", "later", "price", "total", "original", "wrote", "from", "head", "closing", "tracking", "and", "but", "except", "cancels", "lacks", "per", "bulk", "swap", "fees", "arrives", "attached"} {
			if s := string(has[key]); len(s) < 4 {
				t.Errorf("%s has no words for %s", code, key)
			}
		}
	}
}

// Languages are mixed in one answer: a word that means one month here must not
// mean another there, and no word may both say yes and deny it.
func TestWords_MeanTheSameInAllLanguages(t *testing.T) {
	months, accepted, refused := map[string]int{}, []string{}, []string{}
	for code, l := range languages() {
		for i, names := range l.Months {
			for _, n := range names {
				if m, known := months[word(n)]; known && m != i {
					t.Errorf("%s: %s is month %d and %d", code, n, i+1, m+1)
				}
				months[word(n)] = i
			}
		}
		accepted, refused = append(accepted, l.Accepted...), append(refused, l.Refused...)
	}
	for _, a := range accepted {
		if slices.Contains(refused, a) || words().not.MatchString(word(a)) && !words().fine.MatchString(word(a)) {
			t.Errorf("%s says yes and no", a)
		}
	}
}
