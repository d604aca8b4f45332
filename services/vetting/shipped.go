package vetting

import (
	"encoding/json"
	"errors"
	"io/fs"
	"sync"

	"gorm.io/gorm"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/resources"
	"github.com/dropledger/dropledger/services/setting"
)

// fallback is the language that has every template.
const fallback = "en"

// catalogue holds the templates that come with the program, by language, each read
// when it is first asked for.
type catalogue struct {
	files fs.FS

	mu   sync.Mutex
	read map[string][]Template
}

var shipped = &catalogue{files: resources.VettingTemplates}

// in are the templates in a language; in English where there are none in it. An
// assessment keeps the words of the version it was made by, which is in the book.
func (c *catalogue) in(language string) ([]Template, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if all, ok := c.read[language]; ok {
		return all, nil
	}
	raw, err := fs.ReadFile(c.files, "vetting/"+language+"/templates.json")
	if language != fallback && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid)) {
		raw, err = fs.ReadFile(c.files, "vetting/"+fallback+"/templates.json")
	}
	if err != nil {
		return nil, err
	}
	var all []Template
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	for i := range all {
		all[i].Number, all[i].NameKey = 1, model.NameKey(all[i].Name)
	}
	if c.read == nil {
		c.read = map[string][]Template{}
	}
	c.read[language] = all
	return all, nil
}

// comesWith are the templates in the merchant's language, which is that of the
// book's documents.
func comesWith(q *gorm.DB) ([]Template, error) {
	language, err := setting.Value(q, setting.DocumentLanguage)
	if err != nil {
		return nil, err
	}
	return shipped.in(language)
}

// named is the template of that name, in the merchant's language or else in
// English, by which scripts may know it; nil without one.
func named(q *gorm.DB, key string) (*Template, error) {
	ours, err := comesWith(q)
	if err != nil {
		return nil, err
	}
	english, err := shipped.in(fallback)
	for _, list := range [][]Template{ours, english} {
		for _, t := range list {
			if t.NameKey == key {
				return &t, err
			}
		}
	}
	return nil, err
}
