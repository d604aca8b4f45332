package setting_test

import (
	"strings"
	"testing"

	"github.com/dropledger/dropledger/model"
	"github.com/dropledger/dropledger/services/setting"
)

func TestSet_WithoutEncryptionOnlyAServerOnThisComputerIsTaken(t *testing.T) {
	tests := []struct {
		name  string
		pairs []setting.Pair
		fine  bool
	}{
		{"another computer", []setting.Pair{{"smtp.host", "mail.example.com"}, {"smtp.security", "none"}}, false},
		{"the other order", []setting.Pair{{"smtp.security", "none"}, {"smtp.host", "mail.example.com"}}, false},
		{"a name that begins like this computer's", []setting.Pair{{"smtp.host", "localhost.example.com"}, {"smtp.security", "none"}}, false},
		{"this computer by name", []setting.Pair{{"smtp.host", "localhost"}, {"smtp.security", "none"}}, true},
		{"this computer by number", []setting.Pair{{"smtp.host", "127.0.0.1"}, {"smtp.security", "none"}, {"smtp.port", "2525"}}, true},
		{"encrypted", []setting.Pair{{"smtp.host", "mail.example.com"}, {"smtp.security", "starttls"}, {"smtp.port", ""}}, true},
		{"a port that is none", []setting.Pair{{"smtp.port", "65536"}}, false},
		{"an unknown way", []setting.Pair{{"smtp.security", "ssl"}}, false},
		{"two senders", []setting.Pair{{"smtp.from", "a@b.example, c@d.example"}}, false},
		{"the password", []setting.Pair{{"smtp.password", "secret"}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, s, _ := open(t)
			err := s.SetAll(t.Context(), tt.pairs)
			if (err == nil) != tt.fine || err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestSet_ALetterMayOnlyNameWhatIsKnown(t *testing.T) {
	tests := []struct {
		key, value, kept string
	}{
		{"mail.text.en", " Hello {supplier},\r\n\r\nsee {number}. ", "Hello {supplier},\n\nsee {number}.\n"},
		{"mail.subject.de", "Bestellung {number}", "Bestellung {number}"},
		{"mail.text.en", "see {numbr}", ""},
		{"mail.text.en", "see {number", ""},
		{"mail.text.en", "", ""},
		{"mail.text.en", "a\x00b", ""},
		{"mail.subject.en", "two\nlines", ""},
		{"mail.subject.en", strings.Repeat("x", 201), ""},
		{"mail.text.de", strings.Repeat("x", 5001), ""},
	}
	for _, tt := range tests {
		_, s, _ := open(t)
		err := s.Set(t.Context(), tt.key, tt.value)
		if tt.kept == "" {
			if model.CodeOf(err) != model.Invalid {
				t.Errorf("%s=%.20q: %v", tt.key, tt.value, err)
			}
			continue
		}
		if e, _ := s.Get(t.Context(), tt.key); err != nil || e.Value != tt.kept {
			t.Errorf("%s=%q is kept as %q, %v", tt.key, tt.value, e.Value, err)
		}
	}
}

func TestLetterKeys_AnUnknownLanguageIsWrittenToInEnglish(t *testing.T) {
	for language, want := range map[string]setting.Key{"de": "mail.text.de", "de-at": "mail.text.de", "en": "mail.text.en", "zh": "mail.text.en", "": "mail.text.en", "den": "mail.text.en"} {
		if _, got := setting.LetterKeys(language); got != want {
			t.Errorf("%q gets %s", language, got)
		}
	}
}
