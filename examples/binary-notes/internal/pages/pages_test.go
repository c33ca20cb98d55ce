package pages

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestReadSortsByDay(t *testing.T) {
	files := fstest.MapFS{
		"1.0.md": {Data: []byte("# Version 1.0\n2026-01-02\n\nThe first.\n")},
		"1.1.md": {Data: []byte("# Version 1.1\n2026-03-04\n\nThe second.\n")},
	}
	notes, err := Read(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(notes) != 2 || notes[0].Slug != "1.1" || notes[1].Title != "Version 1.0" {
		t.Fatalf("got %+v", notes)
	}
}

func TestParseWritesTables(t *testing.T) {
	note, err := Parse("2.0", "# Version 2.0\n2026-05-06\n\n| was | is |\n|---|---|\n| a | b |\n")
	if err != nil {
		t.Fatal(err)
	}
	if body := string(note.Body); !strings.Contains(body, "<td>b</td>") {
		t.Fatalf("got %q", body)
	}
}

func TestParseLeavesHTMLOut(t *testing.T) {
	note, err := Parse("x", "# X\n2026-05-06\n\n<script>alert(1)</script>\n")
	if err != nil {
		t.Fatal(err)
	}
	if body := string(note.Body); strings.Contains(body, "script>alert") {
		t.Fatalf("got %q", body)
	}
}

func TestParseSaysWhatIsMissing(t *testing.T) {
	for text, want := range map[string]string{
		"Version 1.0":           "has to be a heading",
		"# Version 1.0\nMonday": "has to be a day",
	} {
		if _, err := Parse("x", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v", text, err)
		}
	}
}
