package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/aquasecurity/trivy-db/pkg/types"
	"github.com/aquasecurity/trivy-db/pkg/vulnsrc/vulnerability"
)

// Content is everything that goes into the database, in the order it is written.
type Content struct {
	Sources         map[string]types.DataSource // by bucket name
	Advisories      []Advisory
	Vulnerabilities map[string]types.Vulnerability // by CVE or other id
}

// Advisory is one vulnerability of one package in one bucket.
type Advisory struct {
	Bucket, Package, VulnerabilityID string
	Value                            types.Advisory
}

func (a Advisory) key() [3]string { return [3]string{a.Bucket, a.Package, a.VulnerabilityID} }

// buildContent merges the records: many distributions and languages may speak
// of the same CVE, and one record may name a package twice.
func buildContent(records []Record) (Content, error) {
	content := Content{Sources: map[string]types.DataSource{}, Vulnerabilities: map[string]types.Vulnerability{}}
	for _, record := range records {
		if err := content.add(record); err != nil {
			return Content{}, fmt.Errorf("%s: %w", record.ID, err)
		}
	}
	slices.SortFunc(content.Advisories, func(a, b Advisory) int {
		ka, kb := a.key(), b.key()
		return slices.Compare(ka[:], kb[:])
	})
	return content, nil
}

func (c *Content) add(record Record) error {
	for _, affected := range record.Affected {
		bucket, err := bucketFor(affected.Package.Ecosystem, record.Database.Source)
		if err != nil {
			return err
		}
		value, err := advisoryFor(bucket, affected)
		if err != nil {
			return err
		}
		if !bucket.isOS() {
			value.VendorIDs = record.OtherIDs()
		}
		c.Sources[bucket.Name] = bucket.Source
		c.addAdvisory(Advisory{
			Bucket:          bucket.Name,
			Package:         vulnerability.NormalizePkgName(bucket.Ecosystem, affected.Package.Name),
			VulnerabilityID: record.CVE(),
			Value:           value,
		})
	}
	return c.addVulnerability(record)
}

func (c *Content) addAdvisory(advisory Advisory) {
	index := slices.IndexFunc(c.Advisories, func(a Advisory) bool { return a.key() == advisory.key() })
	if index < 0 {
		c.Advisories = append(c.Advisories, advisory)
		return
	}
	known := &c.Advisories[index].Value
	known.VulnerableVersions = append(known.VulnerableVersions, advisory.Value.VulnerableVersions...)
	known.PatchedVersions = append(known.PatchedVersions, advisory.Value.PatchedVersions...)
}

func (c *Content) addVulnerability(record Record) error {
	severity, err := severityOf(record)
	if err != nil {
		return err
	}
	cvss, err := cvssOf(record)
	if err != nil {
		return err
	}
	id := record.CVE()
	detail, known := c.Vulnerabilities[id]
	if !known {
		detail = types.Vulnerability{VendorSeverity: types.VendorSeverity{}, CVSS: types.VendorCVSS{}, Severity: types.SeverityUnknown.String()}
	}
	detail.Title = cmp.Or(detail.Title, record.Summary)
	detail.Description = cmp.Or(detail.Description, record.Details)
	if len(detail.CweIDs) == 0 {
		detail.CweIDs = record.Database.CweIDs
	}
	detail.References = mergeReferences(detail.References, record.References)
	if detail.PublishedDate == nil && !record.Published.IsZero() {
		detail.PublishedDate = &record.Published
	}
	if detail.LastModifiedDate == nil || record.Modified.After(*detail.LastModifiedDate) {
		detail.LastModifiedDate = &record.Modified
	}
	source := types.SourceID(cmp.Or(record.Database.SeveritySource, record.Database.Source))
	if severity != types.SeverityUnknown {
		detail.VendorSeverity[source] = severity
		detail.Severity = highest(detail.VendorSeverity).String()
	}
	if cvss != (types.CVSS{}) {
		detail.CVSS[source] = cvss
	}
	c.Vulnerabilities[id] = detail
	return nil
}

// highest is what counts when the source of a finding gives no severity itself.
func highest(severities types.VendorSeverity) types.Severity {
	severity := types.SeverityUnknown
	for _, s := range severities {
		severity = max(severity, s)
	}
	return severity
}

func mergeReferences(known []string, more []Reference) []string {
	for _, reference := range more {
		known = append(known, reference.URL)
	}
	slices.Sort(known)
	return slices.Compact(known)
}
