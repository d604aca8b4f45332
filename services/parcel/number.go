package parcel

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/dropledger/dropledger/model"
)

// Doubt says what is odd about a tracking number, for a person to look at before
// it is kept; "" when nothing is. A number that no form is known of is not odd:
// carriers make new forms all the time, so nothing is refused for its form.
func Doubt(carrier, tracking string) string {
	number := trackingKey(tracking)
	if said := misfit(carrier, number); said != "" {
		return said
	}
	of := model.NameKey(carrier)
	switch {
	case len(number) < shortest:
		return fmt.Sprintf("%s is short for a tracking number: look whether all of it is there.", tracking)
	case !strings.ContainsAny(number, "0123456789"):
		return fmt.Sprintf("%s has no digit, and tracking numbers have: look whether it is one.", tracking)
	case strings.HasSuffix(number, ".0"):
		return fmt.Sprintf("%s ends like an amount, as spreadsheets write long numbers: look whether it is the number of the parcel.", tracking)
	}
	for _, f := range forms {
		if (f.of == "" || strings.Contains(of, f.of)) && strings.HasPrefix(number, f.begins) && !f.form.MatchString(number) {
			return fmt.Sprintf("%s is not as long as numbers that begin with %s are: a sign may be missing, or one too many.", tracking, f.begins)
		}
	}
	return ""
}

// shortest is how many signs the shortest numbers in use have.
const shortest = 5

// forms are beginnings that mean one form only. Source: the carriers' own pages,
// as gathered in github.com/jkeen/tracking_number_data.
var forms = []struct {
	of, begins string
	form       *regexp.Regexp
}{
	{"", "1Z", ups},
	{"yun", "YT", regexp.MustCompile(`^YT\d{16}$`)},
	{"4px", "4PX", regexp.MustCompile(`^4PX\d{13}CN$`)},
}

// misfit says that a number does not fit its own check digit, where its form has
// one that is known for sure.
func misfit(carrier, number string) string {
	if fits, known := checked(carrier, number); !known || fits {
		return ""
	}
	return fmt.Sprintf("%s does not fit its own check digit: a sign may be mistyped.", number)
}

// The forms whose last sign, or that before the country, is worked out of the
// others.
var (
	postal = regexp.MustCompile(`^[A-Z]{2}\d{9}[A-Z]{2}$`) // items of the post all over the world: UPU standard S10
	ups    = regexp.MustCompile(`^1Z[A-Z0-9]{15}\d$`)
	digits = regexp.MustCompile(`^\d+$`)
	dpd    = regexp.MustCompile(`^\d{14}[0-9A-Z]$|^[0-9A-Z]\d{26}[0-9A-Z]$`)
	zipped = regexp.MustCompile(`^420\d{5}(\d{4})?(9\d{21}|9\d{25})$`)
)

// checked tells whether a number has a check digit that is known for sure, and
// whether it fits. Forms of digits alone are those of a carrier only when it is named.
func checked(carrier, number string) (fits, known bool) {
	of := model.NameKey(carrier)
	switch {
	case postal.MatchString(number) && !strings.Contains(of, "tnt"):
		return postalFits(number), true
	case ups.MatchString(number):
		return upsFits(number), true
	case strings.Contains(of, "dpd") && dpd.MatchString(number):
		return dpdFits(number), true
	case digits.MatchString(number):
		return counted(of, number)
	}
	return false, false
}

// counted is checked for numbers of digits alone, by the name key of the carrier.
func counted(carrier, number string) (fits, known bool) {
	n := len(number)
	switch {
	case strings.Contains(carrier, "fedex") && n == 12:
		return fedexFits(number), true
	case strings.Contains(carrier, "fedex") && n == 15, strings.Contains(carrier, "usps") && (n == 20 || n == 22):
		return gs1Fits(number), true
	case strings.Contains(carrier, "usps"):
		if m := zipped.FindStringSubmatch(number); m != nil {
			return gs1Fits(m[2]), true
		}
	case strings.Contains(carrier, "dhl") && n == 10:
		return sevenFits(number), true
	}
	return false, false
}

func value(c byte) int { return int(c - '0') }

// postalFits is the check of S10: the ninth digit is worked out of the eight before.
func postalFits(number string) bool {
	sum := 0
	for i, weight := range []int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += weight * value(number[2+i])
	}
	check := 11 - sum%11
	switch check {
	case 10:
		check = 0
	case 11:
		check = 5
	}
	return value(number[10]) == check
}

// upsFits is the check of the numbers that begin with 1Z: every second sign of the
// fifteen behind counts twice, a letter as its place from A, 2, on.
func upsFits(number string) bool {
	sum := 0
	for i, c := range []byte(number[2:17]) {
		v := value(c)
		if c >= 'A' {
			v = (int(c-'A') + 2) % 10
		}
		sum += v * (1 + i%2)
	}
	return value(number[17]) == (10-sum%10)%10
}

// fedexFits is the check of the twelve digits of FedEx Express.
func fedexFits(number string) bool {
	sum := 0
	for i := range 11 {
		sum += value(number[i]) * [3]int{3, 1, 7}[i%3]
	}
	return value(number[11]) == sum%11%10
}

// gs1Fits is the check of GS1: from the right every second digit counts thrice.
func gs1Fits(number string) bool {
	last, sum := len(number)-1, 0
	for i := range last {
		weight := 1
		if (last-i)%2 == 1 {
			weight = 3
		}
		sum += weight * value(number[i])
	}
	return value(number[last]) == (10-sum%10)%10
}

// sevenFits is the check of the waybills of DHL Express: what is left of the digits
// before, divided by seven.
func sevenFits(number string) bool {
	rest := 0
	for i := range len(number) - 1 {
		rest = (rest*10 + value(number[i])) % 7
	}
	return value(number[len(number)-1]) == rest
}

// dpdFits is the check of ISO 7064, modulo 37,36.
func dpdFits(number string) bool {
	const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	last, rest := len(number)-1, 36
	for i := range last {
		rest += strings.IndexByte(signs, number[i])
		if rest > 36 {
			rest -= 36
		}
		rest = rest * 2 % 37
	}
	return number[last] == signs[(37-rest)%36]
}

// rounded are numbers that a spreadsheet has rounded: 1.23E+15.
var rounded = regexp.MustCompile(`^\d(?:[.,]\d+[eE]?|(?:[.,]\d+[eE]\+?|[eE]\+)\d{1,3})$`)

// unusable says why a text can be no tracking number at all, "" when it can.
func unusable(tracking string) string {
	switch {
	case rounded.MatchString(trackingKey(tracking)):
		return "a spreadsheet has rounded this number, so which parcel it is cannot be known: take it from where it came from, in full"
	case strings.Contains(tracking, "://"):
		return "this is the address of a page: write the number of the parcel alone"
	}
	return ""
}
