package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRenderMakesWhatIsMissing(t *testing.T) {
	in, out := t.TempDir(), t.TempDir()
	write(t, filepath.Join(in, "good.yaml"), template)
	write(t, filepath.Join(in, "bad.yaml"), "number: 7\n")
	if err := render(in, out); err == nil || !strings.Contains(err.Error(), "bad.yaml") {
		t.Errorf("%v, expected bad.yaml to be named", err)
	}
	names, _ := filepath.Glob(filepath.Join(out, "*"))
	if len(names) != 1 || filepath.Base(names[0]) != "good.pdf" {
		t.Errorf("%v, expected good.pdf alone", names)
	}
	before, _ := os.Stat(names[0])
	_ = render(in, out)
	if after, _ := os.Stat(names[0]); after.ModTime() != before.ModTime() {
		t.Error("a document that was there was made again")
	}
}

func TestUsageForWhatIsUnknown(t *testing.T) {
	if err := run(t.Context(), []string{"print"}); err == nil || !strings.HasPrefix(err.Error(), "usage") {
		t.Errorf("%v, expected the usage", err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
