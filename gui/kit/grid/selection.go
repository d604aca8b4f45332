package grid

import "slices"

// chosen is a set of rows by key. It can hold all rows without naming them: then
// the keys are the exceptions.
type chosen struct {
	all  bool
	keys map[string]struct{}
}

// has tells whether a row is in the set.
func (c *chosen) has(key string) bool {
	_, named := c.keys[key]
	return named != c.all
}

// count is how many rows are in the set, of total rows.
func (c *chosen) count(total int) int {
	if c.all {
		return max(total-len(c.keys), 0)
	}
	return len(c.keys)
}

// put takes rows in or out.
func (c *chosen) put(on bool, keys ...string) {
	for _, k := range keys {
		if on == c.all {
			delete(c.keys, k)
			continue
		}
		if c.keys == nil {
			c.keys = map[string]struct{}{}
		}
		c.keys[k] = struct{}{}
	}
}

// only makes the set hold just these rows.
func (c *chosen) only(keys ...string) {
	c.clear()
	c.put(true, keys...)
}

// everything makes the set hold all rows.
func (c *chosen) everything() { c.all, c.keys = true, nil }

// clear empties the set.
func (c *chosen) clear() { c.all, c.keys = false, nil }

// one is the only row of the set.
func (c *chosen) one() (string, bool) {
	if c.all || len(c.keys) != 1 {
		return "", false
	}
	for k := range c.keys {
		return k, true
	}
	return "", false
}

// named are the keys the set names, sorted.
func (c *chosen) named() []string {
	keys := make([]string, 0, len(c.keys))
	for k := range c.keys {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
