package text

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// catalog are the texts of a language.
type catalog struct {
	tag      language.Tag
	messages map[string]*message
}

var formNames = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// read loads the files of a language. It fails on what a translator can get
// wrong, naming the file and the key.
func read(from fs.FS, name string) (*catalog, error) {
	tag, err := language.Parse(name)
	if err != nil {
		return nil, fmt.Errorf("the folder %q is not named like a language", name)
	}
	c := &catalog{tag: tag, messages: map[string]*message{}}
	found, err := fs.Glob(from, name+"/*.json")
	if err != nil {
		return nil, err
	}
	for _, file := range found {
		b, err := fs.ReadFile(from, file)
		if err != nil {
			return nil, err
		}
		if err := c.add(b, strings.TrimSuffix(path.Base(file), ".json")); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return c, nil
}

func (c *catalog) add(file []byte, area string) error {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(file, &values); err != nil {
		return err
	}
	for key, raw := range values {
		if !strings.HasPrefix(key, area+".") {
			return fmt.Errorf("the key %q does not begin with %q", key, area+".")
		}
		m, err := parse(raw)
		if err != nil {
			return fmt.Errorf("the key %q: %w", key, err)
		}
		c.messages[key] = m
	}
	return nil
}

func parse(raw json.RawMessage) (*message, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		t, err := cut(text)
		m := &message{}
		m.forms[plural.Other] = t
		return m, err
	}
	var forms map[string]string
	if err := json.Unmarshal(raw, &forms); err != nil {
		return nil, fmt.Errorf("it is neither a text nor texts by plural form")
	}
	m := &message{}
	for name, text := range forms {
		form, known := formNames[name]
		if !known {
			return nil, fmt.Errorf("%q is no plural form", name)
		}
		t, err := cut(text)
		if err != nil {
			return nil, err
		}
		m.forms[form] = t
	}
	if m.other() == nil {
		return nil, fmt.Errorf("the plural form \"other\" is missing")
	}
	return m, nil
}

// cut finds the placeholders {0} to {9}. A brace that stands for itself is not
// needed in any text and therefore refused.
func cut(text string) (*template, error) {
	t := &template{}
	for {
		before, rest, found := strings.Cut(text, "{")
		if strings.Contains(before, "}") {
			return nil, fmt.Errorf("it has a } without a {")
		}
		t.words = append(t.words, before)
		if !found {
			return t, nil
		}
		if len(rest) < 2 || rest[0] < '0' || rest[0] > '9' || rest[1] != '}' {
			return nil, fmt.Errorf("it has a { that begins no placeholder like {0}")
		}
		t.holes = append(t.holes, int(rest[0]-'0'))
		text = rest[2:]
	}
}
