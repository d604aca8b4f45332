package find

import (
	"cmp"
	"database/sql"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/query"
)

// bare writes letters that no accent can be taken from in two plain ones or one.
var bare = strings.NewReplacer("ß", "ss", "ł", "l", "ø", "o", "đ", "d", "æ", "ae", "œ", "oe", "ı", "i")

// fold makes texts that a person takes for the same equal: lower case, letters
// without their accents.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] < 0x80
	}
	if plain {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(bare.Replace(strings.ToLower(s))))
}

// Ranks of a hit, the best first.
const (
	just   = iota // it is called so
	begins        // it begins so
	word          // one of its words begins so
	inside
	none
)

// rank tells how well a hit fits all words; its title counts before the rest.
func rank(title, second string, words []string) int {
	t, s := fold(title), fold(second)
	worst := just
	for _, w := range words {
		worst = max(worst, min(of(t, w), of(s, w)+1))
	}
	return min(worst, none)
}

func of(text, w string) int {
	at := strings.Index(text, w)
	switch {
	case at < 0:
		return none
	case text == w:
		return just
	case at == 0:
		return begins
	}
	for at >= 0 {
		if !letter(text[at-1]) {
			return word
		}
		next := strings.Index(text[at+1:], w)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return inside
}

func letter(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80
}

type ranked struct {
	Hit
	rank int
}

// wanted are the words that are looked for, and how many hits of a kind.
type wanted struct {
	words []string
	most  int
}

// scan walks over a table of things that are few.
func (w *wanted) scan(q *gorm.DB, kind Kind, text string) (Group, error) {
	var all []ranked
	err := query.New(text).Each(q, func(r *sql.Rows) error {
		h := ranked{Hit: Hit{Kind: kind}}
		if err := r.Scan(&h.ID, &h.Title, &h.Second, &h.State, &h.Date, &h.Archived); err != nil {
			return err
		}
		if h.rank = rank(h.Title, h.Second, w.words); h.rank < none {
			h.Key = h.Title
			all = append(all, h)
		}
		return nil
	})
	return best(kind, all, w.most), err
}

// best keeps the first of the hits.
func best(kind Kind, all []ranked, most int) Group {
	g := Group{Kind: kind, Count: len(all)}
	slices.SortStableFunc(all, func(a, b ranked) int {
		if a.Archived != b.Archived {
			if b.Archived {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(fold(a.Title), fold(b.Title)), cmp.Compare(a.ID, b.ID))
	})
	for _, h := range all[:min(most, len(all))] {
		g.Hits = append(g.Hits, h.Hit)
	}
	return g
}

// purchases finds purchase orders by number: there may be as many as orders, so
// that the database looks through their numbers; the newest come first.
func (w *wanted) purchases(q *gorm.DB) (Group, error) {
	g := Group{Kind: Purchase}
	if len(w.words) != 1 {
		return g, nil
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(w.words[0]) + "%"
	err := q.Raw(`SELECT COUNT(*) FROM purchase_order WHERE number LIKE ? ESCAPE '\'`, like).Scan(&g.Count).Error
	if err != nil || g.Count == 0 {
		return g, err
	}
	var rows []struct {
		ID                      int64
		Number, Supplier, State string
		Created                 string
	}
	err = q.Raw(`SELECT p.id, p.number, s.name AS supplier, p.state, p.created_at AS created FROM purchase_order p JOIN supplier s ON s.id = p.supplier_id
		WHERE p.number LIKE ? ESCAPE '\' ORDER BY p.id DESC LIMIT ?`, like, w.most).Scan(&rows).Error
	for _, r := range rows {
		g.Hits = append(g.Hits, Hit{
			Kind: Purchase, ID: r.ID, Key: r.Number, Title: r.Number, Second: r.Supplier, State: r.State, Date: model.Date(r.Created[:min(10, len(r.Created))]),
		})
	}
	return g, err
}
