package format

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"
)

// System are the options that fit the computer's locale.
func System() Options { return Locale(lang.SystemLocale().LanguageString()) }

// custom is what a language or a country writes.
type custom struct {
	decimal, group string
	date           DateStyle
	hours12        bool
}

// customs by language, or by language and country where they differ, as in the
// Unicode CLDR. Languages that are missing write as international English.
var customs = map[string]custom{
	"en":    {".", ",", DayName, false},
	"en-US": {".", ",", MonthName, true},
	"en-CA": {".", ",", ISO, true},
	"en-AU": {".", ",", DayName, true},
	"en-ZA": {",", space, ISO, false},
	"de":    {",", ".", Dots, false},
	"de-CH": {".", "’", Dots, false},
	"de-LI": {".", "’", Dots, false},
	"de-AT": {",", space, Dots, false},
	"fr":    {",", space, DaySlash, false},
	"fr-CH": {",", space, Dots, false},
	"fr-CA": {",", space, ISO, false},
	"it":    {",", ".", DaySlash, false},
	"it-CH": {".", "’", Dots, false},
	"es":    {",", ".", DaySlash, false},
	"es-MX": {".", ",", DaySlash, false},
	"es-US": {".", ",", MonthSlash, true},
	"pt":    {",", ".", DaySlash, false},
	"pt-PT": {",", space, DaySlash, false},
	"nl":    {",", ".", DayName, false},
	"da":    {",", ".", Dots, false},
	"nb":    {",", space, Dots, false},
	"no":    {",", space, Dots, false},
	"sv":    {",", space, ISO, false},
	"fi":    {",", space, Dots, false},
	"pl":    {",", space, Dots, false},
	"cs":    {",", space, Dots, false},
	"sk":    {",", space, Dots, false},
	"sl":    {",", ".", Dots, false},
	"hr":    {",", ".", Dots, false},
	"ro":    {",", ".", Dots, false},
	"hu":    {",", space, ISO, false},
	"bg":    {",", space, Dots, false},
	"el":    {",", ".", DaySlash, false},
	"et":    {",", space, Dots, false},
	"lv":    {",", space, Dots, false},
	"lt":    {",", space, ISO, false},
	"tr":    {",", ".", Dots, false},
	"ru":    {",", space, Dots, false},
	"uk":    {",", space, Dots, false},
	"id":    {",", ".", DaySlash, false},
	"vi":    {",", ".", DaySlash, false},
	"ja":    {".", ",", ISO, false},
	"ko":    {".", ",", ISO, false},
	"zh":    {".", ",", ISO, false},
}

// Locale are the options that fit a locale, "de-AT" or "de_AT.UTF-8".
func Locale(name string) Options {
	name, _, _ = strings.Cut(name, ".")
	name, _, _ = strings.Cut(name, "@")
	parts := strings.Split(strings.ReplaceAll(name, "_", "-"), "-")
	parts = slices.DeleteFunc(parts, func(p string) bool { return len(p) == 4 }) // the script
	language := strings.ToLower(parts[0])
	c, known := customs[language]
	if len(parts) > 1 {
		if country, differs := customs[language+"-"+strings.ToUpper(parts[1])]; differs {
			c, known = country, true
		}
	}
	if !known {
		c = customs["en"]
	}
	return Options{Decimal: c.decimal, Group: c.group, Date: c.date, Hours12: c.hours12}
}
