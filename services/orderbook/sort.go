package orderbook

import (
	"cmp"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// unknown is the key of what is not known: it comes last, either way.
const unknown = math.MaxInt64

// sort puts the places of orders in order. Whatever an order is sorted by is
// turned into a number first: sorting numbers takes a tenth of the time.
func (x *index) sort(at []int32, by []Sort) {
	var keys [][]int64
	for _, s := range append(slices.Clip(by), Sort{ByPlaced, true}) {
		for _, k := range x.keys(at, s.By) {
			if s.Down {
				turn(k)
			}
			keys = append(keys, k)
		}
	}
	type item struct {
		key int64
		at  int32
		own int32 // place in at, and so in each key
	}
	items := make([]item, len(at))
	for i, a := range at {
		items[i] = item{keys[0][i], a, int32(i)}
	}
	slices.SortFunc(items, func(a, b item) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		for _, k := range keys[1:] {
			if c := cmp.Compare(k[a.own], k[b.own]); c != 0 {
				return c
			}
		}
		return cmp.Compare(b.at, a.at) // places are by id
	})
	for i := range items {
		at[i] = items[i].at
	}
}

// turn makes the last the first.
func turn(keys []int64) {
	for i, k := range keys {
		if k != unknown {
			keys[i] = -k
		}
	}
}

// plain are the columns whose key is a number an order has.
var plain = map[Column]func(e *entry) int64{
	ByPlaced:  func(e *entry) int64 { return e.placed },
	ByLines:   func(e *entry) int64 { return int64(e.pieces) },
	ByState:   func(e *entry) int64 { return int64(e.state) },
	ByTotal:   func(e *entry) int64 { return known(e.total, !e.noTotal) },
	ByCM2:     func(e *entry) int64 { return known(e.cm2, e.knowsCM2()) },
	ByPercent: (*entry).ratio,
}

func known(a model.Amount, ok bool) int64 {
	if !ok {
		return unknown
	}
	return int64(a)
}

// ratio is CM2 in millionths of net revenue, cut off.
func (e *entry) ratio() int64 {
	if !e.knowsCM2() || e.net == 0 {
		return unknown
	}
	const million = 1_000_000
	high, low := bits.Mul64(uint64(e.cm2.Abs()), million)
	under := uint64(e.net.Abs())
	q := uint64(math.MaxInt64 - 1)
	if high < under {
		q, _ = bits.Div64(high, low, under)
		q = min(q, math.MaxInt64-1)
	}
	if (e.cm2 < 0) != (e.net < 0) {
		return -int64(q)
	}
	return int64(q)
}

// keys returns, for each place, the numbers that sort by the column.
func (x *index) keys(at []int32, by Column) [][]int64 {
	switch by {
	case ByNumber:
		return x.numbers(at)
	case ByCustomer:
		return [][]int64{x.customers(at)}
	case ByCountry:
		return [][]int64{ranks(at, func(i int32) string { return x.orders[i].country })}
	case ByShop:
		return [][]int64{ranks(at, func(i int32) string { return strings.ToLower(x.names.shops[x.orders[i].shop]) })}
	}
	of := plain[by]
	if of == nil {
		of = plain[ByPlaced]
	}
	k := make([]int64, len(at))
	for i, a := range at {
		k[i] = of(&x.orders[a])
	}
	return [][]int64{k}
}

// ranks numbers texts of which there are few different ones; "" is not known.
func ranks(at []int32, text func(int32) string) []int64 {
	rank := map[string]int64{}
	for _, a := range at {
		rank[text(a)] = 0
	}
	all := make([]string, 0, len(rank))
	for s := range rank {
		all = append(all, s)
	}
	slices.Sort(all)
	for i, s := range all {
		rank[s] = int64(i)
	}
	rank[""] = unknown
	k := make([]int64, len(at))
	for i, a := range at {
		k[i] = rank[text(a)]
	}
	return k
}

// numbers sorts order numbers as people count: #999 before #1000.
func (x *index) numbers(at []int32) [][]int64 {
	digits := make([]int64, len(at))
	head := make([]string, len(x.orders))
	for i, a := range at {
		low := x.orders[a].low
		h := strings.TrimRight(low, "0123456789")
		n, err := strconv.ParseInt(low[len(h):], 10, 64)
		if err != nil {
			h, n = low, -1
		}
		head[a], digits[i] = h, n
	}
	return [][]int64{ranks(at, func(i int32) string { return head[i] + " " }), digits}
}

// customers sorts by name. The first eight bytes mostly tell.
func (x *index) customers(at []int32) []int64 {
	type person struct {
		head uint64
		at   int32
	}
	rank := make([]int64, len(x.contacts))
	people := make([]person, 0, len(at))
	for _, a := range at {
		c := x.orders[a].contact
		if c < 0 || rank[c] != 0 {
			continue
		}
		rank[c] = 1
		var head [8]byte
		copy(head[:], x.contacts[c].sortName())
		people = append(people, person{binary.BigEndian.Uint64(head[:]), c})
	}
	slices.SortFunc(people, func(a, b person) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return cmp.Compare(x.contacts[a.at].sortName(), x.contacts[b.at].sortName())
	})
	n := int64(0)
	for i, p := range people {
		if i == 0 || people[i-1].head != p.head || x.contacts[people[i-1].at].sortName() != x.contacts[p.at].sortName() {
			n++
		}
		rank[p.at] = n
	}
	k := make([]int64, len(at))
	for i, a := range at {
		k[i] = unknown
		if c := x.orders[a].contact; c >= 0 && x.contacts[c].name != "" {
			k[i] = rank[c]
		}
	}
	return k
}

// sortName is the name in lower case.
func (c *contact) sortName() string {
	name, _, _ := strings.Cut(c.text, "\n")
	return name
}
