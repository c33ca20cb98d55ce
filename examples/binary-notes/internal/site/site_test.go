package site

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/notes/internal/pages"
)

var handler = Handler([]pages.Note{
	{Slug: "1.1", Title: "Version <1.1>", Date: time.Unix(86400, 0).UTC(), Body: "<p>Faster.</p>"},
	{Slug: "1.0", Title: "Version 1.0", Date: time.Unix(0, 0).UTC(), Body: "<p>Here it is.</p>"},
})

func get(t *testing.T, path string) *http.Response {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, path, nil))
	return recorder.Result()
}

func body(t *testing.T, path string) string {
	t.Helper()
	var text strings.Builder
	if err := get(t, path).Write(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestAllNotes(t *testing.T) {
	text := body(t, "/")
	if !strings.Contains(text, "Version &lt;1.1&gt;") || !strings.Contains(text, "<p>Here it is.</p>") {
		t.Fatal(text)
	}
}

func TestOneNote(t *testing.T) {
	if text := body(t, "/notes/1.0"); strings.Contains(text, "Faster.") {
		t.Fatal(text)
	}
	if status := get(t, "/notes/0.9").StatusCode; status != http.StatusNotFound {
		t.Fatalf("got %d", status)
	}
}

func TestFeed(t *testing.T) {
	var feed struct {
		Items []struct{ ID, Title string }
	}
	if err := json.NewDecoder(get(t, "/feed.json").Body).Decode(&feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Items) != 2 || feed.Items[0].Title != "Version <1.1>" {
		t.Fatalf("got %+v", feed)
	}
}

func TestNothingIsLoadedFromElsewhere(t *testing.T) {
	if policy := get(t, "/healthz").Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") {
		t.Fatalf("got %q", policy)
	}
}
