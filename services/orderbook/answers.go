package orderbook

import (
	"context"
	"fmt"
	"sync"
)

// fewAnswers is how many answers are kept: a list, what was searched for in it, and
// what counts on other pages.
const fewAnswers = 4

// answers are the last answers from one index, so that going back to a list is free.
// Neither an index nor an answer ever changes.
type answers struct {
	mu   sync.Mutex
	from *index
	all  []answer // the one asked for last at the end
}

type answer struct {
	query string
	found *Found
}

// find answers a query from the index, or tells what it answered before.
func (a *answers) find(ctx context.Context, x *index, q *Query) (*Found, error) {
	said := fmt.Sprintf("%#v", *q)
	if f := a.known(x, said); f != nil {
		return f, ctx.Err()
	}
	f, err := x.find(ctx, q)
	if err == nil {
		a.keep(x, answer{said, f})
	}
	return f, err
}

func (a *answers) known(x *index, query string) *Found {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.from != x {
		a.from, a.all = x, nil
	}
	for i, k := range a.all {
		if k.query == query {
			a.all = append(append(a.all[:i:i], a.all[i+1:]...), k)
			return k.found
		}
	}
	return nil
}

func (a *answers) keep(x *index, k answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.from != x {
		return // the book has moved on
	}
	a.all = append(a.all, k)
	if len(a.all) > fewAnswers {
		a.all = a.all[1:]
	}
}
