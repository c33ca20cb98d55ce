package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Record holds the fields of an OSV record (https://ossf.github.io/osv-schema/)
// that the database needs.
type Record struct {
	ID         string      `json:"id"`
	Published  time.Time   `json:"published"`
	Modified   time.Time   `json:"modified"`
	Aliases    []string    `json:"aliases"`
	Upstream   []string    `json:"upstream"`
	Summary    string      `json:"summary"`
	Details    string      `json:"details"`
	Severity   []Score     `json:"severity"`
	Affected   []Affected  `json:"affected"`
	References []Reference `json:"references"`
	Database   Origin      `json:"database_specific"`
}

// Score is a CVSS vector; Type is CVSS_V3 or CVSS_V4.
type Score struct {
	Type  string `json:"type"`
	Score string `json:"score"`
}

// Affected is one package with its affected ranges.
type Affected struct {
	Package  Package  `json:"package"`
	Ranges   []Range  `json:"ranges"`
	Versions []string `json:"versions"`
}

// Package names a package as its ecosystem does, e.g. "Debian:13" and "openssl".
type Package struct {
	Ecosystem string `json:"ecosystem"`
	Name      string `json:"name"`
}

// Range is a list of events in version order.
type Range struct {
	Type   string  `json:"type"`
	Events []Event `json:"events"`
}

// Event has exactly one of its fields set.
type Event struct {
	Introduced   string `json:"introduced"`
	Fixed        string `json:"fixed"`
	LastAffected string `json:"last_affected"`
}

// Reference is one link.
type Reference struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

// Origin says where the record and its severity come from.
type Origin struct {
	Source         string   `json:"source"`
	Severity       string   `json:"severity"`
	SeveritySource string   `json:"severity_source"`
	CweIDs         []string `json:"cwe_ids"`
}

// readRecords reads DIR/*.json in the order of their names. The file name must
// be the record's id.
func readRecords(dir string) ([]Record, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s holds no *.json, expected OSV records", dir)
	}
	records := make([]Record, 0, len(paths))
	for _, path := range paths {
		record, err := readRecord(path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		records = append(records, record)
	}
	return records, nil
}

func readRecord(path string) (Record, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Record{}, err
	}
	var record Record
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&record); err != nil {
		return Record{}, err
	}
	want := strings.TrimSuffix(filepath.Base(path), ".json")
	switch {
	case record.ID != want:
		return Record{}, fmt.Errorf("id is %q, expected the file name %q", record.ID, want)
	case record.Modified.IsZero():
		return Record{}, fmt.Errorf("modified is missing")
	case len(record.Affected) == 0:
		return Record{}, fmt.Errorf("affected is empty")
	}
	return record, nil
}

// CVE returns the CVE id of the record, or its own id if it has none.
func (r Record) CVE() string {
	for _, id := range append(append([]string{}, r.Aliases...), r.Upstream...) {
		if strings.HasPrefix(id, "CVE-") {
			return id
		}
	}
	return r.ID
}

// OtherIDs returns every other name of the vulnerability, the record's own first.
func (r Record) OtherIDs() []string {
	var ids []string
	for _, id := range append([]string{r.ID}, r.Aliases...) {
		if id != r.CVE() {
			ids = append(ids, id)
		}
	}
	return ids
}
