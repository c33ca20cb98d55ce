package main

import (
	"fmt"
	"strings"

	"github.com/aquasecurity/trivy-db/pkg/vulnsrc/vulnerability"
)

// GrypeAdvisory is one record about one package, in the words of Grype's
// database (schema 6). Exactly one of Package and Cpe is set.
type GrypeAdvisory struct {
	OS      *GrypeOS
	Package *GrypePackage
	Cpe     *GrypeCpe
	Blob    packageBlob
}

// GrypePackage is a package of an ecosystem.
type GrypePackage struct{ Ecosystem, Name string }

// GrypeOS is a release of a distribution.
type GrypeOS struct{ Name, Major, Minor string }

// GrypeCpe names what is no package of any ecosystem.
type GrypeCpe struct{ Vendor, Product string }

type packageBlob struct {
	CVEs   []string     `json:"cves,omitempty"`
	Ranges []grypeRange `json:"ranges"`
}

type grypeRange struct {
	Version grypeVersion `json:"version"`
	Fix     grypeFix     `json:"fix"`
}

type grypeVersion struct {
	Type       string `json:"type"`
	Constraint string `json:"constraint"`
}

type grypeFix struct {
	Version string `json:"version,omitempty"`
	State   string `json:"state"`
}

// Ecosystems by their OSV name, and how versions are compared in each.
var grypeEcosystems = map[string]struct{ name, versions string }{
	"debian":    {"deb", "dpkg"},
	"alpine":    {"apk", "apk"},
	"go":        {"go-module", "go"},
	"pypi":      {"python", "python"},
	"npm":       {"npm", "semver"},
	"crates.io": {"rust-crate", "semver"},
	"maven":     {"java-archive", "maven"},
}

// Programs that no package manager owns: Grype's binary classifiers give them
// these names.
var grypeCpes = map[string]GrypeCpe{
	"node": {Vendor: "nodejs", Product: "node.js"},
}

// grypeAdvisory gives what one record says of one of its packages.
func grypeAdvisory(record Record, affected Affected) (GrypeAdvisory, error) {
	name, release, _ := strings.Cut(strings.ToLower(affected.Package.Ecosystem), ":")
	if name == bitnami {
		cpe, ok := grypeCpes[affected.Package.Name]
		if !ok {
			return GrypeAdvisory{}, fmt.Errorf("%s has no CPE in grype.go", affected.Package.Name)
		}
		blob, err := grypeBlob(record, affected, "semver")
		return GrypeAdvisory{Cpe: &cpe, Blob: blob}, err
	}
	ecosystem, ok := grypeEcosystems[name]
	if !ok {
		return GrypeAdvisory{}, fmt.Errorf("ecosystem %q is not supported", affected.Package.Ecosystem)
	}
	advisory := GrypeAdvisory{Package: &GrypePackage{ecosystem.name, affected.Package.Name}}
	if name == "pypi" {
		advisory.Package.Name = vulnerability.NormalizePkgName("pip", affected.Package.Name)
	}
	if release != "" {
		major, minor, _ := strings.Cut(strings.TrimPrefix(release, "v"), ".")
		advisory.OS = &GrypeOS{Name: name, Major: major, Minor: minor}
	}
	var err error
	advisory.Blob, err = grypeBlob(record, affected, ecosystem.versions)
	return advisory, err
}

// grypeBlob: a range without an end has no fix.
func grypeBlob(record Record, affected Affected, versions string) (packageBlob, error) {
	var blob packageBlob
	if cve := record.CVE(); cve != record.ID {
		blob.CVEs = []string{cve}
	}
	for _, r := range affected.Ranges {
		for _, part := range splitRange(r) {
			vulnerable, fixed, err := intervals(part)
			if err != nil {
				return blob, fmt.Errorf("%s: %w", affected.Package.Name, err)
			}
			constraint := strings.Join(vulnerable, "||")
			if constraint == ">=0" {
				constraint = ""
			}
			fix := grypeFix{State: "not-fixed"}
			if len(fixed) > 0 {
				fix = grypeFix{Version: fixed[0], State: "fixed"}
			}
			blob.Ranges = append(blob.Ranges, grypeRange{grypeVersion{versions, constraint}, fix})
		}
	}
	if len(affected.Ranges) == 0 {
		for _, version := range affected.Versions {
			only := grypeVersion{versions, "=" + version}
			blob.Ranges = append(blob.Ranges, grypeRange{only, grypeFix{State: "unknown"}})
		}
	}
	return blob, nil
}

// splitRange gives a range for each of the intervals of one: Grype has a fix for each.
func splitRange(r Range) []Range {
	var parts []Range
	for _, event := range r.Events {
		if event.Introduced != "" || len(parts) == 0 {
			parts = append(parts, Range{Type: r.Type})
		}
		last := &parts[len(parts)-1]
		last.Events = append(last.Events, event)
	}
	return parts
}
