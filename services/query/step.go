package query

import (
	"fmt"

	"github.com/dropledger/dropledger/model"
)

// Step is how a report splits its period; the empty Step does not split it.
type Step string

// The steps. A week is that of ISO 8601: it starts on Monday and belongs to
// the year of its Thursday.
const (
	Day     Step = "day"
	Week    Step = "week"
	Month   Step = "month"
	Quarter Step = "quarter"
	Year    Step = "year"
)

// Steps lists all steps, the shortest first.
func Steps() []Step { return []Step{Day, Week, Month, Quarter, Year} }

// Key is the SQL that turns a date column into the step's key. SQL has no
// portable way to count weeks, so a Week is asked for by days; see Label and Fold.
func (s Step) Key(column string) string {
	switch s {
	case Day, Week:
		return column
	case Month:
		return "substr(" + column + ", 1, 7)"
	case Quarter:
		return "substr(" + column + ", 1, 4) || '-Q' || ((CAST(substr(" + column + ", 6, 2) AS INTEGER) + 2) / 3)"
	case Year:
		return "substr(" + column + ", 1, 4)"
	}
	return "''"
}

// Of is the key of one day, as Key makes it.
func (s Step) Of(d model.Date) string {
	switch s {
	case Day, Week:
		return string(d)
	case Month:
		return d.Month()
	case Quarter:
		return fmt.Sprintf("%s-Q%d", d[:4], (int(d.Time().Month())+2)/3)
	case Year:
		return string(d[:4])
	}
	return ""
}

// Label turns the key SQL gave into what people read: "2026-W05" for a day of
// that week, every other key as it is.
func (s Step) Label(key string) string {
	if s != Week || key == "" {
		return key
	}
	year, week := model.Date(key).Time().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, week)
}

// Labels is Label with a memory: a result has few different days.
type Labels struct {
	step Step
	seen map[string]string
}

// Labels prepares labels for one result.
func (s Step) Labels() *Labels { return &Labels{s, map[string]string{}} }

// Of returns the label of a key, the same string for the same key.
func (l *Labels) Of(key string) string {
	label, ok := l.seen[key]
	if !ok {
		label = l.step.Label(key)
		l.seen[key] = label
	}
	return label
}

// Fold brings rows of the same key together, in the order in which the keys
// first came: the days of a week become one row.
func Fold[R any, K comparable](rows []R, key func(*R) K, add func(into, from *R)) []R {
	at := make(map[K]int, len(rows))
	kept := rows[:0]
	for i := range rows {
		k := key(&rows[i])
		if j, ok := at[k]; ok {
			add(&kept[j], &rows[i])
			continue
		}
		at[k] = len(kept)
		kept = append(kept, rows[i])
	}
	return kept
}
