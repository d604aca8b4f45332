package routing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/allocation/desktest"
	"github.com/dropledger/dropledger/services/record"
	"github.com/dropledger/dropledger/services/routerule"
	"github.com/dropledger/dropledger/services/routing"
)

// Both sides of a replay are what a count by hand of the same orders and rules
// says: every kind of rule, every condition, contradictory ones and their order.
func TestReplay_BothSidesAreWhatACountByHandSays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a := newArchive(t, r)
		stands, drafts := a.rules("stands", 4), a.rules("draft", 3)
		putRules(t, a.Desk, stands...)
		var without []string
		for _, in := range stands {
			if rapid.Bool().Draw(r, "without") {
				without = append(without, in.Name)
			}
		}
		got := replayed(t, a.Desk, routing.ReplayOptions{Changes: routing.Changes{Rules: drafts, Without: without}})
		after := slices.Clone(stands)
		for _, in := range drafts {
			after = slices.Insert(after, min(*in.Place, len(after)+1)-1, in)
		}
		after = slices.DeleteFunc(after, func(in routerule.Input) bool { return slices.Contains(without, in.Name) })
		for _, c := range []struct {
			side  string
			rules []routerule.Input
			got   routing.Side
		}{{"before", stands, got.Before}, {"after", after, got.After}} {
			if want, got := a.count(c.rules), tally(&c.got); got != want {
				r.Fatalf("%s: got\n%s\nwant\n%s\n%v", c.side, got, want, got)
			}
		}
	})
}

func tally(s *routing.Side) string {
	margin := "unknown"
	if s.Margin != nil {
		margin = *s.Margin
	}
	return fmt.Sprintf("routed %d held %d splits %d parcels %d cost %s margin %s", s.Routed, s.Held, s.Splits, s.Parcels, s.Cost, margin)
}

// archive is a book of past orders of which the test knows everything; every
// supplier sends at no charge.
type archive struct {
	*desktest.Desk
	r      *rapid.T
	price  map[string]map[string]int64 // cents by supplier and article; none: not offered
	ships  map[string][]string
	grams  map[string]int64
	orders []sold
}

type sold struct {
	country, tag, service string
	articles              []string
	pieces                []int64
	each                  int64 // cents
}

var (
	shelves = []string{"A", "AB", "C"}
	names   = []string{"North", "East", "South"}
)

func newArchive(t *testing.T, r *rapid.T) *archive {
	a := &archive{Desk: desktest.New(t), r: r, price: map[string]map[string]int64{}, ships: map[string][]string{}, grams: map[string]int64{}}
	for _, sku := range shelves {
		a.grams[sku] = rapid.SampledFrom([]int64{200, 900, 2500}).Draw(r, "grams")
		a.Exec(`UPDATE product SET weight_g = ? WHERE id = ?`, a.grams[sku], a.Product(sku))
	}
	for _, name := range names {
		a.ships[name] = rapid.SampledFrom([][]string{{"DE"}, {"DE", "FR"}, {"DE", "FR", "AT"}}).Draw(r, "ships")
		id := a.Supplier(name, func(s *model.Supplier) { s.ShipsTo = a.ships[name] })
		a.price[name] = map[string]int64{}
		for _, sku := range shelves {
			if rapid.IntRange(0, 4).Draw(r, "offers") > 0 {
				a.price[name][sku] = int64(rapid.IntRange(500, 508).Draw(r, "cents"))
				a.Offer(id, sku, model.Amount(a.price[name][sku]*100).String())
			}
		}
	}
	for i := range rapid.IntRange(1, 4).Draw(r, "orders") {
		o := sold{
			country: rapid.SampledFrom([]string{"DE", "FR", "AT"}).Draw(r, "to"), tag: rapid.SampledFrom([]string{"", "VIP", "b2b"}).Draw(r, "tag"),
			service: rapid.SampledFrom([]string{"Express", "Post"}).Draw(r, "service"), each: int64(rapid.SampledFrom([]int{2000, 5000}).Draw(r, "each")),
			articles: rapid.SliceOfNDistinct(rapid.SampledFrom(shelves), 1, 3, rapid.ID[string]).Draw(r, "articles"),
		}
		line := func(n int) model.OrderLine {
			l := desktest.Line(o.articles[n], model.Quantity(o.pieces[n]))
			l.Price = model.Amount(o.each * 100)
			return l
		}
		for range o.articles {
			o.pieces = append(o.pieces, int64(rapid.IntRange(1, 3).Draw(r, "pieces")))
		}
		a.Order(fmt.Sprint("#", i), line(0), func(x *model.Order) {
			x.Country, x.Tags, x.ShippingMethod = o.country, "web, "+o.tag, o.service
			for n := 1; n < len(o.articles); n++ {
				x.Lines = append(x.Lines, line(n))
			}
		})
		a.orders = append(a.orders, o)
	}
	return a
}

// rules draws rules of every kind, with conditions.
func (a *archive) rules(name string, most int) []routerule.Input {
	effects := []routerule.Effect{
		routerule.Prefer, routerule.Prefer, routerule.Avoid, routerule.Only, routerule.Hold, routerule.Split, routerule.NoSplit, routerule.SinglePreferred, routerule.SingleRequired,
	}
	maybe := func(label string) bool { return rapid.IntRange(0, 5).Draw(a.r, label) == 5 }
	var all []routerule.Input
	for i := range rapid.IntRange(0, most).Draw(a.r, name) {
		in := rule(fmt.Sprint(name, i), rapid.SampledFrom(effects).Draw(a.r, "effect"))
		if in.Effect.NamesSuppliers() {
			in.Suppliers = ptr(rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 2, rapid.ID[string]).Draw(a.r, "who"))
		}
		if maybe("by country") {
			in.Countries = &[]string{rapid.SampledFrom([]string{"DE", "FR"}).Draw(a.r, "country"), "AT"}
		}
		if maybe("by article") {
			in.SKUs = &[]string{rapid.SampledFrom([]string{"a*", "C", "ab"}).Draw(a.r, "article")}
		}
		if maybe("by tag") {
			in.Tags = &[]string{rapid.SampledFrom([]string{"vip", "B2B"}).Draw(a.r, "tagged")}
		}
		if maybe("by service") {
			in.Services = &[]string{"express"}
		}
		if maybe("by value") {
			in.ValueFrom = record.Known(record.Amount(model.MustAmount("100")))
		}
		if maybe("by weight") {
			in.WeightTo = record.Known(int64(2500))
		}
		if maybe("by day") {
			in.ValidFrom, in.ValidTo = ptr(a.Today().AddDays(-3)), ptr(a.Today().AddDays(rapid.SampledFrom([]int{-1, 0}).Draw(a.r, "until")))
		}
		if name == "draft" {
			in.Place = ptr(rapid.IntRange(1, 6).Draw(a.r, "place"))
		}
		all = append(all, in)
	}
	return all
}

// fits tells whether a rule speaks of an order, or of some articles of it.
func (a *archive) fits(in *routerule.Input, o *sold, articles []string) bool {
	among := func(list *[]string, is func(string) bool) bool { return list == nil || slices.ContainsFunc(*list, is) }
	var value, weight int64
	for i, sku := range o.articles {
		value, weight = value+o.each*o.pieces[i], weight+a.grams[sku]*o.pieces[i]
	}
	return among(in.Countries, func(c string) bool { return c == o.country }) &&
		among(in.SKUs, func(p string) bool {
			return slices.ContainsFunc(articles, func(sku string) bool {
				start, open := strings.CutSuffix(p, "*")
				return strings.EqualFold(p, sku) || open && strings.HasPrefix(strings.ToLower(sku), start)
			})
		}) &&
		among(in.Tags, func(t string) bool { return strings.EqualFold(t, o.tag) }) && among(in.Services, func(s string) bool { return strings.EqualFold(s, o.service) }) &&
		(!in.ValueFrom.Given || value >= 10000) && (!in.WeightTo.Given || weight <= *in.WeightTo.Value) && (in.ValidTo == nil || *in.ValidTo >= a.Today())
}

// count does by hand what a replay does: what each order costs and who sends it.
func (a *archive) count(rules []routerule.Input) string {
	var s routing.Side
	var cost, margin int64
	for i := range a.orders {
		o := &a.orders[i]
		who, paid, held := a.send(o, rules)
		s.Parcels += len(who)
		if len(who) > 1 {
			s.Splits++
		}
		if held {
			s.Held++
			continue
		}
		s.Routed++
		cost += paid
		margin -= paid
		for _, n := range o.pieces {
			margin += n * o.each
		}
	}
	s.Cost = model.Amount(cost * 100).Text("EUR")
	if s.Routed > 0 {
		s.Margin = ptr(model.Amount(margin * 100).Text("EUR"))
	}
	return tally(&s)
}

// bidder is who could send a line, the dearest numbers last.
type bidder struct {
	name  string
	wish  int   // below 0 preferred, above avoided
	cents int64 // for all pieces
}

func (a *archive) bidders(o *sold, n int, rules []routerule.Input) (all []bidder) {
	sku := o.articles[n]
	var only *routerule.Input
	for i := range rules {
		if in := &rules[i]; only == nil && *in.Effect == routerule.Only && a.fits(in, o, []string{sku}) {
			only = in
		}
	}
	for _, name := range names {
		each, offers := a.price[name][sku]
		if !offers || !slices.Contains(a.ships[name], o.country) || only != nil && !slices.Contains(*only.Suppliers, name) {
			continue
		}
		b := bidder{name, 0, each * o.pieces[n]}
		for i := range rules {
			in := &rules[i]
			if b.wish != 0 || *in.Effect != routerule.Prefer && *in.Effect != routerule.Avoid || !a.fits(in, o, []string{sku}) {
				continue
			}
			if at := slices.Index(*in.Suppliers, name); at >= 0 && *in.Effect == routerule.Prefer {
				b.wish = -1000 + 10*i + at
			} else if at >= 0 {
				b.wish = 1
			}
		}
		all = append(all, b)
	}
	slices.SortFunc(all, func(x, y bidder) int {
		if x.wish != y.wish {
			return x.wish - y.wish
		}
		if x.cents != y.cents {
			return int(x.cents - y.cents)
		}
		return strings.Compare(strings.ToLower(x.name), strings.ToLower(y.name))
	})
	return all
}

// send is who sends what of an order, and what that costs in cents.
func (a *archive) send(o *sold, rules []routerule.Input) (who []string, cost int64, held bool) {
	var single *routerule.Input
	for i := range rules {
		in := &rules[i]
		if !a.fits(in, o, o.articles) {
			continue
		}
		if *in.Effect == routerule.Hold {
			return nil, 0, true
		}
		if single == nil && (*in.Effect == routerule.SinglePreferred || *in.Effect == routerule.SingleRequired) {
			single = in
		}
	}
	best := a.plan(o, rules, "")
	for _, name := range names {
		if p := a.plan(o, rules, name); p.mine > 1 && p.key(single != nil) < best.key(single != nil) {
			best = p
		}
	}
	if single != nil && *single.Effect == routerule.SingleRequired && (len(best.who) > 1 || best.held > 0 && len(o.articles) > 1) {
		return nil, 0, true
	}
	return best.who, best.cents, best.held > 0
}

// byHand is one way to send an order. Liked are its lines with avoided suppliers
// less those with preferred ones, wish how far down these stand in their rules.
type byHand struct {
	who               []string
	held, liked, wish int
	cents             int64
	mine              int // lines that the one supplier could take
}

// key sorts the ways, the best first.
func (p *byHand) key(single bool) string {
	parcels := 0
	if single {
		parcels = len(p.who)
	}
	return fmt.Sprintf("%03d %03d %06d %09d %09d %03d", p.held, parcels, 1000+p.liked, 100_000+p.wish, p.cents, len(p.who))
}

// plan gives each line to the best bidder, or to the named one where it can.
func (a *archive) plan(o *sold, rules []routerule.Input, name string) (p byHand) {
	for n := range o.articles {
		all := a.bidders(o, n, rules)
		if len(all) == 0 {
			p.held++
			continue
		}
		b := all[0]
		if at := slices.IndexFunc(all, func(b bidder) bool { return b.name == name }); at >= 0 {
			b = all[at]
			p.mine++
		}
		p.cents, p.wish, p.liked = p.cents+b.cents, p.wish+min(b.wish, 0), p.liked+min(1, max(-1, b.wish))
		if !slices.Contains(p.who, b.name) {
			p.who = append(p.who, b.name)
		}
	}
	return p
}
