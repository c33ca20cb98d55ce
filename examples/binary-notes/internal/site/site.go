// Package site shows release notes as pages, and as a feed of JSON.
package site

import (
	"bytes"
	"encoding/json"
	"html/template"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"example.com/notes/internal/pages"
)

var page = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{{.Title}}</title>
{{range .Notes}}<article>
<h1><a href="/notes/{{.Slug}}">{{.Title}}</a></h1>
<time>{{.Date.Format "2006-01-02"}}</time>
{{.Body}}</article>
{{end}}</html>
`))

// Handler answers for all notes at /, for one at its address, and for programs at /feed.json.
func Handler(notes []pages.Note) http.Handler {
	router := chi.NewRouter()
	router.Use(middleware.Recoverer, middleware.Compress(5), secured)
	router.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	router.Get("/", func(w http.ResponseWriter, _ *http.Request) { show(w, "Release notes", notes) })
	router.Get("/feed.json", func(w http.ResponseWriter, _ *http.Request) { feed(w, notes) })
	router.Get("/notes/{slug}", func(w http.ResponseWriter, r *http.Request) {
		for _, note := range notes {
			if note.Slug == chi.URLParam(r, "slug") {
				show(w, note.Title, []pages.Note{note})
				return
			}
		}
		http.NotFound(w, r)
	})
	return router
}

func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}

func show(w http.ResponseWriter, title string, notes []pages.Note) {
	var html bytes.Buffer
	data := struct {
		Title string
		Notes []pages.Note
	}{title, notes}
	if err := page.Execute(&html, data); err != nil {
		http.Error(w, "the page cannot be shown", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	html.WriteTo(w)
}

func feed(w http.ResponseWriter, notes []pages.Note) {
	type item struct {
		ID      string `json:"id"`
		Title   string `json:"title"`
		Date    string `json:"date_published"`
		Content string `json:"content_html"`
	}
	items := make([]item, 0, len(notes))
	for _, note := range notes {
		items = append(items, item{note.Slug, note.Title, note.Date.Format(time.RFC3339), string(note.Body)})
	}
	w.Header().Set("Content-Type", "application/feed+json")
	json.NewEncoder(w).Encode(map[string]any{
		"version": "https://jsonfeed.org/version/1.1", "title": "Release notes", "items": items,
	})
}
