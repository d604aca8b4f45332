package setting

import (
	"context"
	"fmt"
	"strings"
)

// Shown maps keys to values, in the form programs read.
type Shown map[string]string

// Show reads the named settings, all when none is named.
func (s *Service) Show(ctx context.Context, keys []string) (Shown, error) {
	shown := Shown{}
	for _, key := range keys {
		e, err := s.Get(ctx, key)
		if err != nil {
			return nil, err
		}
		shown[string(e.Key)] = e.Value
	}
	if len(keys) > 0 {
		return shown, nil
	}
	all, err := s.List(ctx)
	for _, e := range all {
		shown[string(e.Key)] = e.Value
	}
	return shown, err
}

// Text lists the settings for people, in the order of a form, with what each
// means where it was not set.
func (s Shown) Text() string {
	var b strings.Builder
	for _, d := range definitions {
		if v, ok := s[string(d.Key)]; ok {
			fmt.Fprintf(&b, "%s=%s\n", d.Key, v)
		}
	}
	return b.String()
}
