package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/aquasecurity/trivy-db/pkg/types"
)

func TestReadRecordsSaysWhatIsWrong(t *testing.T) {
	tests := []struct{ name, id, text, want string }{
		{"no JSON", "A", `{`, "unexpected EOF"},
		{"other id", "A", `{"id":"B","modified":"2026-01-01T00:00:00Z","affected":[{}]}`, `id is "B", expected the file name "A"`},
		{"no date", "A", `{"id":"A","affected":[{}]}`, "modified is missing"},
		{"nothing affected", "A", `{"id":"A","modified":"2026-01-01T00:00:00Z"}`, "affected is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readRecords(writeRecords(t, map[string]string{tt.id: tt.text}))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := readRecords(t.TempDir()); err == nil {
		t.Fatal("no error for an empty folder")
	}
}

func TestIntervals(t *testing.T) {
	tests := []struct {
		name              string
		events            []Event
		vulnerable, fixed []string
	}{
		{"all before", []Event{{Introduced: "0"}, {Fixed: "1.2"}}, []string{"<1.2"}, []string{"1.2"}},
		{"two branches", []Event{{Introduced: "0"}, {Fixed: "1.2"}, {Introduced: "2.0"}, {Fixed: "2.1"}}, []string{"<1.2", ">=2.0, <2.1"}, []string{"1.2", "2.1"}},
		{"never fixed", []Event{{Introduced: "0"}}, []string{">=0"}, nil},
		{"last affected", []Event{{Introduced: "1.0"}, {LastAffected: "3.2.0"}}, []string{">=1.0, <=3.2.0"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			vulnerable, fixed, err := intervals(Range{Events: tt.events})
			if err != nil || !slices.Equal(vulnerable, tt.vulnerable) || !slices.Equal(fixed, tt.fixed) {
				t.Fatalf("got %q, %q, %v", vulnerable, fixed, err)
			}
		})
	}
	if _, _, err := intervals(Range{Events: []Event{{Fixed: "1.0"}}}); err == nil {
		t.Fatal("no error for a range without a begin")
	}
}

func TestBucketFor(t *testing.T) {
	tests := []struct{ ecosystem, source, want string }{
		{"Debian:13", "debian", "debian 13"},
		{"Alpine:v3.20", "alpine", "alpine 3.20"},
		{"Go", "govulndb", "go::The Go Vulnerability Database"},
		{"crates.io", "rustsec", "cargo::RustSec Advisory Database"},
		{"npm", "ghsa", "npm::GitHub Security Advisory"},
		{"Maven", "ghsa", "maven::GitHub Security Advisory"},
	}
	for _, tt := range tests {
		bucket, err := bucketFor(tt.ecosystem, tt.source)
		if err != nil || bucket.Name != tt.want {
			t.Errorf("%s from %s: got %q, %v, want %q", tt.ecosystem, tt.source, bucket.Name, err, tt.want)
		}
	}
	for _, bad := range [][2]string{{"Debian", "debian"}, {"NuGet", "ghsa"}, {"Go", "hearsay"}} {
		if _, err := bucketFor(bad[0], bad[1]); err == nil {
			t.Errorf("no error for %s from %s", bad[0], bad[1])
		}
	}
}

// The word and the vector of a record come from the same source, so they agree.
func TestLabSeveritiesFitTheirScores(t *testing.T) {
	records, err := readRecords("../advisories")
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records {
		severity, err := severityOf(record)
		if err != nil {
			t.Errorf("%s: %v", record.ID, err)
		}
		cvss, err := cvssOf(record)
		if err != nil {
			t.Errorf("%s: %v", record.ID, err)
		}
		if score := max(cvss.V3Score, cvss.V40Score); score > 0 && severity != rating(score) {
			t.Errorf("%s: severity %s, but score %.1f", record.ID, severity, score)
		}
	}
}

// rating is the scale of the CVSS specification.
func rating(score float64) types.Severity {
	switch {
	case score >= 9:
		return types.SeverityCritical
	case score >= 7:
		return types.SeverityHigh
	case score >= 4:
		return types.SeverityMedium
	default:
		return types.SeverityLow
	}
}
