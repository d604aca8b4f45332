package routerule

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// Sentence tells a rule in plain English.
func (s *Set) Sentence(r *Rule) string {
	var when []string
	add := func(format string, args ...any) { when = append(when, fmt.Sprintf(format, args...)) }
	if len(r.Countries) > 0 {
		named := make([]string, len(r.Countries))
		for i, c := range r.Countries {
			named[i] = model.Country(c).Name()
		}
		add("to %s", either(named))
	}
	if len(r.SKUs) > 0 {
		add("with %s", either(r.SKUs))
	}
	if len(r.Tags) > 0 {
		add("tagged %s", either(r.Tags))
	}
	if len(r.Shops) > 0 {
		add("from %s", either(named(r.Shops, s.shops)))
	}
	if len(r.Services) > 0 {
		add("by %s", either(r.Services))
	}
	if r.ValueFrom != nil || r.ValueTo != nil {
		add("worth %s %s", between(text(r.ValueFrom, func(a model.Amount) string { return a.Text(s.Home) }), text(r.ValueTo, func(a model.Amount) string { return a.Text(s.Home) })), s.Home)
	}
	if r.WeightFrom != nil || r.WeightTo != nil {
		grams := func(g int64) string { return strconv.FormatInt(g, 10) }
		add("weighing %s g", between(text(r.WeightFrom, grams), text(r.WeightTo, grams)))
	}
	start := "For every order"
	if len(when) > 0 {
		start = "For orders " + strings.Join(when, ", ")
	}
	return start + ": " + s.effect(r) + s.days(r) + "."
}

func (s *Set) effect(r *Rule) string {
	who := named(r.Suppliers, s.suppliers)
	say := map[Effect]string{
		Prefer: "prefer " + strings.Join(who, ", then "), Avoid: "avoid " + either(who), Only: "use only " + either(who), Hold: "hold them",
		Split: "a line may be split between suppliers", NoSplit: "never split a line between suppliers",
		SinglePreferred: "send a single parcel where one supplier can", SingleRequired: "send a single parcel or hold the order",
	}[r.Effect]
	if r.Reason != "" {
		say += " (" + strings.TrimRight(r.Reason, ". ") + ")"
	}
	return say
}

func (s *Set) days(r *Rule) string {
	switch {
	case r.ValidTo != "" && r.ValidFrom > model.OpenStart:
		return fmt.Sprintf(", from %s to %s", r.ValidFrom, r.ValidTo)
	case r.ValidTo != "":
		return fmt.Sprintf(", until %s", r.ValidTo)
	case r.ValidFrom > model.OpenStart:
		return fmt.Sprintf(", from %s", r.ValidFrom)
	}
	return ""
}

// named turns ids into names.
func named(ids []int64, names map[int64]string) []string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = names[id]
	}
	return all
}

// either joins alternatives: "A, B or C".
func either(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}

func text[T any](v *T, as func(T) string) string {
	if v == nil {
		return ""
	}
	return as(*v)
}

func between(from, to string) string {
	switch {
	case to == "":
		return "at least " + from
	case from == "":
		return "up to " + to
	}
	return from + " to " + to
}
