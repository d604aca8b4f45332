package model

import "strings"

// Currency is an ISO 4217 code in capitals.
type Currency string

// ParseCurrency accepts a code in any case and refuses what ISO 4217 does not list.
func ParseCurrency(s string) (Currency, error) {
	c := Currency(strings.ToUpper(strings.TrimSpace(s)))
	if !c.Valid() {
		return "", Errorf(Invalid, "%q is not a currency: write a three-letter ISO code such as EUR", clip(s))
	}
	return c, nil
}

// Valid tells whether the code is in ISO 4217.
func (c Currency) Valid() bool {
	return len(c) == 3 && (strings.Contains(twoDigitCurrencies, string(c)+" ") || c.special() >= 0)
}

// Digits is the number of decimals of the minor unit: EUR 2, JPY 0, KWD 3.
// Amounts hold four decimals, so CLF (4) is the finest possible.
func (c Currency) Digits() int {
	if d := c.special(); d >= 0 {
		return d
	}
	return 2
}

// Minor is the smallest amount that can be paid: 100 ten-thousandths for EUR.
func (c Currency) Minor() Amount {
	switch c.Digits() {
	case 0:
		return 10_000
	case 1:
		return 1_000
	case 3:
		return 10
	case 4:
		return 1
	}
	return 100
}

func (c Currency) special() int {
	switch c {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return -1
}

const twoDigitCurrencies = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD " +
	"CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL " +
	"HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK " +
	"MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD " +
	"SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG XDR YER ZAR ZMW ZWG "
