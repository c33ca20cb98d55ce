package main

import (
	"fmt"
	"strings"

	"github.com/aquasecurity/trivy-db/pkg/ecosystem"
	"github.com/aquasecurity/trivy-db/pkg/types"
	"github.com/aquasecurity/trivy-db/pkg/vulnsrc/bucket"
	"github.com/aquasecurity/trivy-db/pkg/vulnsrc/vulnerability"
)

// Bucket is the place of an advisory in the database and the source named there.
type Bucket struct {
	Name      string
	Ecosystem ecosystem.Type
	Source    types.DataSource
}

var osSources = map[string]types.DataSource{
	"debian": {ID: vulnerability.Debian, Name: "Debian Security Tracker", URL: "https://salsa.debian.org/security-tracker-team/security-tracker"},
	"alpine": {ID: vulnerability.Alpine, Name: "Alpine Secdb", URL: "https://secdb.alpinelinux.org/"},
}

// bitnami is an ecosystem and a source: of programs that no package manager owns.
const bitnami = "bitnami"

// Sources of language advisories, by database_specific.source. Trivy shows them
// with each finding and takes the severity of the same source first.
var languageSources = map[string]types.DataSource{
	"ghsa":     {ID: vulnerability.GHSA, Name: "GitHub Security Advisory", URL: "https://github.com/advisories"},
	"govulndb": {ID: vulnerability.GoVulnDB, Name: "The Go Vulnerability Database", URL: "https://pkg.go.dev/vuln/"},
	"pypa":     {ID: vulnerability.OSV, Name: "Python Packaging Advisory Database", URL: "https://github.com/pypa/advisory-database"},
	"rustsec":  {ID: vulnerability.OSV, Name: "RustSec Advisory Database", URL: "https://github.com/RustSec/advisory-db"},
	"retirejs": {ID: "retirejs", Name: "Retire.js", URL: "https://github.com/RetireJS/retire.js"},
	bitnami:    {ID: vulnerability.BitnamiVulndb, Name: "Bitnami Vulnerability Database", URL: "https://github.com/bitnami/vulndb"},
	"cve":      {ID: "cve-record", Name: "CVE List", URL: "https://github.com/CVEProject/cvelistV5"},
}

var languages = map[string]func(types.DataSource) (bucket.DataSourceBucket, error){
	"go":        bucket.NewGo,
	"pypi":      bucket.NewPyPI,
	"npm":       bucket.NewNpm,
	"crates.io": bucket.NewCargo,
	"maven":     bucket.NewMaven,
	bitnami:     bucket.NewBitnami,
}

// bucketFor maps an OSV ecosystem ("Debian:13", "Alpine:v3.20", "Go", …) to the
// bucket that Trivy looks into ("debian 13", "alpine 3.20", "go::…").
func bucketFor(osvEcosystem, source string) (Bucket, error) {
	name, release, _ := strings.Cut(strings.ToLower(osvEcosystem), ":")
	if osSource, ok := osSources[name]; ok {
		return osBucket(name, strings.TrimPrefix(release, "v"), osSource)
	}
	create, ok := languages[name]
	if !ok {
		return Bucket{}, fmt.Errorf("ecosystem %q is not supported", osvEcosystem)
	}
	dataSource, ok := languageSources[source]
	if !ok {
		return Bucket{}, fmt.Errorf("database_specific.source is %q, expected one of ghsa, govulndb, pypa, rustsec, retirejs, bitnami, cve", source)
	}
	made, err := create(dataSource)
	if err != nil {
		return Bucket{}, err
	}
	return Bucket{Name: made.Name(), Ecosystem: made.Ecosystem(), Source: dataSource}, nil
}

func osBucket(name, release string, source types.DataSource) (Bucket, error) {
	if release == "" {
		return Bucket{}, fmt.Errorf("ecosystem %q has no release, expected one such as Debian:13 or Alpine:v3.20", name)
	}
	made := bucket.NewDebian(release)
	if name == "alpine" {
		made = bucket.NewAlpine(release)
	}
	return Bucket{Name: made.Name(), Ecosystem: made.Ecosystem(), Source: source}, nil
}

// isOS tells packages with one fixed version from those with version ranges.
func (b Bucket) isOS() bool {
	return b.Ecosystem == ecosystem.Debian || b.Ecosystem == ecosystem.Alpine
}
