package prefs

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

type size struct{ Width, Height int }

func TestFile_KeepsSettingsFromOneRunToTheNext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "window.json")
	f := Open(path)
	var s size
	if f.Get("window", &s) {
		t.Error("a new file has a setting")
	}
	f.Set("window", size{1366, 768})
	f.Set("folder", "/tmp")
	f.Set("folder", nil)
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	f = Open(path)
	if !f.Get("window", &s) || s != (size{1366, 768}) {
		t.Errorf("read %v", s)
	}
	var folder string
	if f.Get("folder", &folder) {
		t.Errorf("a removed setting is %q", folder)
	}
	if f.Get("window", &folder) {
		t.Error("a size fits into a text")
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}
}

func TestFile_ABrokenOneIsKeptAsideAndHasNoSettings(t *testing.T) {
	for name, content := range map[string]string{"half": `{"window": {"Wid`, "empty": "", "another kind": `[1, 2]`, "null": "null"} {
		path := filepath.Join(t.TempDir(), "window.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		f := Open(path)
		if f.Get("window", &size{}) {
			t.Errorf("%s: the file has a setting", name)
		}
		if kept, err := os.ReadFile(f.Broken()); err != nil || string(kept) != content {
			t.Errorf("%s: kept %q, %v", name, kept, err)
		}
		f.Set("window", size{1, 2})
		if err := f.Save(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if f = Open(path); f.Broken() != "" || !f.Get("window", &size{}) {
			t.Errorf("%s: what was saved after it is not there", name)
		}
	}
}

func TestFile_WritesOnlyWhatChangedAndTriesAgain(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	f := Open(filepath.Join(folder, "window.json"))
	if err := f.Save(); err != nil {
		t.Errorf("with nothing to write: %v", err)
	}
	f.Set("a", 1)
	if f.Save() == nil {
		t.Error("saved into a folder that is not there")
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Error(err)
	}
	n := 0
	if !Open(filepath.Join(folder, "window.json")).Get("a", &n) || n != 1 {
		t.Errorf("a is %d", n)
	}
}
