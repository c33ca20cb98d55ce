package main

import (
	"fmt"
	"strings"

	"github.com/aquasecurity/trivy-db/pkg/types"
)

// advisoryFor turns the ranges of one package into what Trivy compares with:
// one fixed version for OS packages, ranges for the rest.
func advisoryFor(bucket Bucket, affected Affected) (types.Advisory, error) {
	if len(affected.Ranges) == 0 && len(affected.Versions) == 0 {
		return types.Advisory{}, fmt.Errorf("%s has neither ranges nor versions", affected.Package.Name)
	}
	if bucket.isOS() {
		return osAdvisory(affected)
	}
	var advisory types.Advisory
	for _, r := range affected.Ranges {
		ranges, fixed, err := intervals(r)
		if err != nil {
			return types.Advisory{}, fmt.Errorf("%s: %w", affected.Package.Name, err)
		}
		advisory.VulnerableVersions = append(advisory.VulnerableVersions, ranges...)
		advisory.PatchedVersions = append(advisory.PatchedVersions, fixed...)
	}
	if len(affected.Ranges) == 0 {
		for _, version := range affected.Versions {
			advisory.VulnerableVersions = append(advisory.VulnerableVersions, "="+version)
		}
	}
	return advisory, nil
}

// osAdvisory: no fixed version means that every version is affected.
func osAdvisory(affected Affected) (types.Advisory, error) {
	var advisory types.Advisory
	for _, r := range affected.Ranges {
		for _, event := range r.Events {
			if event.Fixed != "" {
				advisory.FixedVersion = event.Fixed
			}
		}
	}
	if advisory.FixedVersion == "" {
		advisory.Status = types.StatusAffected
	}
	return advisory, nil
}

// intervals reads introduced, fixed and last_affected events in their order.
func intervals(r Range) (vulnerable, fixed []string, err error) {
	introduced := ""
	open := false
	for _, event := range r.Events {
		switch {
		case event.Introduced != "":
			introduced, open = event.Introduced, true
		case !open:
			return nil, nil, fmt.Errorf("a range ends before it begins")
		case event.Fixed != "":
			vulnerable = append(vulnerable, interval(introduced, "<"+event.Fixed))
			fixed = append(fixed, event.Fixed)
			open = false
		case event.LastAffected != "":
			vulnerable = append(vulnerable, interval(introduced, "<="+event.LastAffected))
			open = false
		}
	}
	if open {
		vulnerable = append(vulnerable, interval(introduced, ""))
	}
	return vulnerable, fixed, nil
}

func interval(introduced, end string) string {
	if introduced == "0" && end != "" {
		return end
	}
	return strings.TrimSuffix(">="+introduced+", "+end, ", ")
}
