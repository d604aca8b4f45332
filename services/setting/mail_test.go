package setting_test

import (
	"strings"
	"testing"

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
		{"encrypted, in capitals", []setting.Pair{{"smtp.host", "mail.example.com"}, {"smtp.security", "STARTTLS"}}, true},
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
