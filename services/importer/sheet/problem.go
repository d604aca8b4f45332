package sheet

// Severity says whether a problem keeps a record out of the book.
type Severity string

// The two severities.
const (
	Warning Severity = "warning" // the record is taken, a person should look
	Refusal Severity = "refusal" // the record is not taken
)

// Problem is one thing found wrong in one row, for the list a person works through.
type Problem struct {
	Row      int      `json:"row"`    // as Record.Row
	Column   string   `json:"column"` // the header's words, "" when it concerns the whole row
	Code     string   `json:"code"`
	Message  string   `json:"message"`
	Severity Severity `json:"severity"`
	Found    string   `json:"found,omitempty"` // what stands in the cell
	Fix      string   `json:"fix,omitempty"`   // what certainly belongs there, "" when only a person can know
}

// Refused tells whether any of the problems keeps its record out.
func Refused(problems []Problem) bool {
	for i := range problems {
		if problems[i].Severity == Refusal {
			return true
		}
	}
	return false
}
