package mail

import (
	"errors"
	"os"

	"github.com/zalando/go-keyring"

	"github.com/dropledger/dropledger/model"
)

// keyringName is what passwords are filed under in the computer's keyring.
const keyringName = "Dropledger"

// The variables of the environment for work without a keyring.
//
//nolint:gosec // the name of a variable is no password
const (
	passwordVariable = "DROPLEDGER_SMTP_PASSWORD"
	noKeyring        = "DROPLEDGER_NO_KEYRING"
)

// Secrets gives the password of a mail server: from the environment, else from
// the computer's keyring. It stands nowhere else.
type Secrets struct {
	Getenv func(string) string // os.Getenv when nil
}

func (s Secrets) env(name string) string {
	if s.Getenv == nil {
		return os.Getenv(name)
	}
	return s.Getenv(name)
}

// Password returns the password, or says in a sentence why there is none.
func (s Secrets) Password(of Server) (string, error) {
	if p := s.env(passwordVariable); p != "" {
		return p, nil
	}
	if s.env(noKeyring) == "1" {
		return "", model.Errorf(model.Refused, "There is no password for %s: set %s, or let the program use the computer's keyring.", of.Account(), passwordVariable)
	}
	p, err := keyring.Get(keyringName, of.Account())
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return "", model.Errorf(model.Refused, "There is no password for %s in the computer's keyring: enter it in the settings of e-mail, or set %s.", of.Account(), passwordVariable).Because(err)
	case err != nil:
		return "", closed(err)
	}
	return p, nil
}

// Keep files the password in the keyring; an empty one is taken out of it.
func (s Secrets) Keep(of Server, password string) error {
	if s.env(noKeyring) == "1" {
		return model.Errorf(model.Refused, "The program was told to keep off the keyring (%s): the password was not kept.", noKeyring)
	}
	var err error
	if password == "" {
		err = keyring.Delete(keyringName, of.Account())
	} else {
		err = keyring.Set(keyringName, of.Account(), password)
	}
	if err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return closed(err)
	}
	return nil
}

// Known tells whether there is a password, without telling it.
func (s Secrets) Known(of Server) bool {
	_, err := s.Password(of)
	return err == nil
}

func closed(err error) error {
	return model.Errorf(model.Refused, "The keyring of this computer cannot be used: is it locked, or is there none? Unlock it, or set %s.", passwordVariable).Because(err)
}
