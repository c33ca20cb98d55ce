package main

import (
	"fmt"
	"strings"

	"github.com/aquasecurity/trivy-db/pkg/types"
	gocvss30 "github.com/pandatix/go-cvss/30"
	gocvss31 "github.com/pandatix/go-cvss/31"
	gocvss40 "github.com/pandatix/go-cvss/40"
)

// severityOf reads database_specific.severity: LOW, MEDIUM, HIGH, CRITICAL, or
// nothing.
func severityOf(record Record) (types.Severity, error) {
	word := record.Database.Severity
	if word == "" {
		return types.SeverityUnknown, nil
	}
	severity, err := types.NewSeverity(word)
	if err != nil {
		return severity, fmt.Errorf("database_specific.severity is %q, expected LOW, MEDIUM, HIGH or CRITICAL", word)
	}
	return severity, nil
}

// cvssOf computes the scores of the record's vectors.
func cvssOf(record Record) (types.CVSS, error) {
	var cvss types.CVSS
	for _, score := range record.Severity {
		switch {
		case score.Type == "CVSS_V3" && strings.HasPrefix(score.Score, "CVSS:3.0"):
			vector, err := gocvss30.ParseVector(score.Score)
			if err != nil {
				return cvss, fmt.Errorf("%s: %w", score.Score, err)
			}
			cvss.V3Vector, cvss.V3Score = score.Score, vector.BaseScore()
		case score.Type == "CVSS_V3":
			vector, err := gocvss31.ParseVector(score.Score)
			if err != nil {
				return cvss, fmt.Errorf("%s: %w", score.Score, err)
			}
			cvss.V3Vector, cvss.V3Score = score.Score, vector.BaseScore()
		case score.Type == "CVSS_V4":
			vector, err := gocvss40.ParseVector(score.Score)
			if err != nil {
				return cvss, fmt.Errorf("%s: %w", score.Score, err)
			}
			cvss.V40Vector, cvss.V40Score = score.Score, vector.Score()
		default:
			return cvss, fmt.Errorf("severity type %q is not supported", score.Type)
		}
	}
	return cvss, nil
}
