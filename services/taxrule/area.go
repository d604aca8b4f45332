package taxrule

import "github.com/dropledger/dropledger/model"

// Area tells whether countries belong to an area on a day.
func (s *Set) Area(name string, d model.Date) bool {
	for country := range s.areas {
		if s.Within(country, name, d) {
			return true
		}
	}
	return false
}
