package shell

import (
	"path/filepath"
	"testing"
)

func TestPicker_APathPutBehindTheFolderCountsAlone(t *testing.T) {
	for typed, want := range map[string]string{
		"/home/ida//tmp/orders.csv":    "/tmp/orders.csv",
		"/home/ida/orders.csv":         "/home/ida/orders.csv",
		`"/home/ida//tmp/my file.csv"`: "/tmp/my file.csv",
		"/home//tmp//var/x.csv":        "/var/x.csv",
	} {
		if got := (&picker{}).whole(filepath.FromSlash(typed)); got != filepath.FromSlash(want) {
			t.Errorf("%s is %s, not %s", typed, got, want)
		}
	}
}
