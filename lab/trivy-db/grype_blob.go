package main

import (
	"slices"
	"strings"
)

type vulnerabilityValue struct {
	ID          string           `json:"id"`
	Description string           `json:"description,omitempty"`
	References  []grypeReference `json:"refs,omitempty"`
	Aliases     []string         `json:"aliases,omitempty"`
	Severities  []grypeSeverity  `json:"severities,omitempty"`
}

type grypeReference struct {
	URL string `json:"url"`
}

// The first severity is the one that counts.
type grypeSeverity struct {
	Scheme string `json:"scheme"`
	Value  any    `json:"value"`
	Source string `json:"source,omitempty"`
	Rank   int    `json:"rank"`
}

type grypeCvss struct {
	Vector  string `json:"vector"`
	Version string `json:"version"`
}

func vulnerabilityBlob(record Record, name string) vulnerabilityValue {
	value := vulnerabilityValue{
		ID:          name,
		Description: record.Summary,
		Aliases:     aliasesOf(record, name),
	}
	for _, reference := range record.References {
		value.References = append(value.References, grypeReference{reference.URL})
	}
	if word := record.Database.Severity; word != "" {
		value.add("CHML", strings.ToLower(word), record)
	}
	for _, score := range record.Severity {
		version, _, _ := strings.Cut(strings.TrimPrefix(score.Score, "CVSS:"), "/")
		value.add("CVSS", grypeCvss{score.Score, version}, record)
	}
	return value
}

func (v *vulnerabilityValue) add(scheme string, value any, record Record) {
	source := record.Database.SeveritySource
	v.Severities = append(v.Severities, grypeSeverity{scheme, value, source, len(v.Severities) + 1})
}

// aliasesOf gives every other name of what is called name in the database.
func aliasesOf(record Record, name string) []string {
	ids := slices.Concat(record.Aliases, record.Upstream)
	if !isDistribution(record) {
		ids = append(ids, record.ID)
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == name })
	slices.Sort(ids)
	return slices.Compact(ids)
}

// isDistribution tells records that a distribution's scanner names by their CVE.
func isDistribution(record Record) bool {
	_, ok := osSources[record.Database.Source]
	return ok
}
