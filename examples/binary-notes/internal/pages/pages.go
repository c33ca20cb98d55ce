// Package pages turns Markdown files into release notes.
package pages

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

// Note is what one release changed.
type Note struct {
	Slug  string
	Title string
	Date  time.Time
	Body  template.HTML
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM))

// Read takes every Markdown file of a folder, the newest release first.
func Read(files fs.FS) ([]Note, error) {
	names, err := fs.Glob(files, "*.md")
	if err != nil {
		return nil, err
	}
	notes := make([]Note, 0, len(names))
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		note, err := Parse(strings.TrimSuffix(name, ".md"), string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		notes = append(notes, note)
	}
	slices.SortStableFunc(notes, func(a, b Note) int { return b.Date.Compare(a.Date) })
	return notes, nil
}

// Parse reads one note: a heading, the day of the release, and what changed.
func Parse(slug, text string) (Note, error) {
	heading, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	title, ok := strings.CutPrefix(heading, "# ")
	if !ok {
		return Note{}, fmt.Errorf("line 1 is %q, and has to be a heading: # Version 1.0", heading)
	}
	day, body, _ := strings.Cut(strings.TrimSpace(rest), "\n")
	date, err := time.Parse(time.DateOnly, strings.TrimSpace(day))
	if err != nil {
		return Note{}, fmt.Errorf("below the heading is %q, and has to be a day: 2026-01-31", day)
	}
	var html bytes.Buffer
	if err := markdown.Convert([]byte(body), &html); err != nil {
		return Note{}, err
	}
	// Markdown is written without its HTML, which goldmark leaves out.
	return Note{Slug: slug, Title: title, Date: date, Body: template.HTML(html.String())}, nil
}
