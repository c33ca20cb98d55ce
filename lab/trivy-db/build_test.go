package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/aquasecurity/trivy-db/pkg/types"
	bolt "go.etcd.io/bbolt"
)

const opensslRecord = `{
  "id": "DEBIAN-CVE-2026-0001", "modified": "2026-02-01T00:00:00Z", "upstream": ["CVE-2026-0001"],
  "summary": "Overflow in openssl",
  "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}],
  "affected": [
    {"package": {"ecosystem": "Debian:13", "name": "openssl"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.5.1-2"}]}]},
    {"package": {"ecosystem": "Debian:12", "name": "openssl"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}
  ],
  "references": [{"type": "WEB", "url": "https://example.org/b"}],
  "database_specific": {"source": "debian", "severity": "HIGH", "severity_source": "cisa-adp"}
}`

const bindingRecord = `{
  "id": "GHSA-aaaa-bbbb-cccc", "modified": "2026-03-01T00:00:00Z", "aliases": ["CVE-2026-0001"],
  "summary": "Overflow in the openssl binding",
  "affected": [{"package": {"ecosystem": "PyPI", "name": "Open_SSL"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"fixed": "1.2"}]}]}],
  "references": [{"type": "WEB", "url": "https://example.org/a"}],
  "database_specific": {"source": "ghsa", "severity": "CRITICAL"}
}`

func TestDatabase(t *testing.T) {
	advisories := writeRecords(t, map[string]string{"DEBIAN-CVE-2026-0001": opensslRecord, "GHSA-aaaa-bbbb-cccc": bindingRecord})
	out := t.TempDir()
	if err := run([]string{"--advisories", advisories, "--out", out}); err != nil {
		t.Fatal(err)
	}

	want := []struct{ bucket, pkg, key, value string }{
		{"debian 13", "openssl", "CVE-2026-0001", `{"FixedVersion":"3.5.1-2"}`},
		{"debian 12", "openssl", "CVE-2026-0001", `{"Status":2}`},
		{"pip::GitHub Security Advisory", "open-ssl", "CVE-2026-0001", `{"VendorIDs":["GHSA-aaaa-bbbb-cccc"],"VulnerableVersions":["\u003e=1.0, \u003c1.2"],"PatchedVersions":["1.2"]}`},
		{"data-source", "", "debian 13", `{"ID":"debian","Name":"Debian Security Tracker","URL":"https://salsa.debian.org/security-tracker-team/security-tracker"}`},
	}
	for _, w := range want {
		if got := read(t, out, w.bucket, w.pkg, w.key); got != w.value {
			t.Errorf("%s / %s / %s:\n got %s\nwant %s", w.bucket, w.pkg, w.key, got, w.value)
		}
	}

	var detail types.Vulnerability
	if err := json.Unmarshal([]byte(read(t, out, "vulnerability", "", "CVE-2026-0001")), &detail); err != nil {
		t.Fatal(err)
	}
	if detail.Severity != "CRITICAL" || detail.VendorSeverity["cisa-adp"] != types.SeverityHigh || detail.VendorSeverity["ghsa"] != types.SeverityCritical {
		t.Errorf("severities are not merged: %+v", detail)
	}
	if detail.Title != "Overflow in openssl" || detail.CVSS["cisa-adp"].V3Score != 7.5 || len(detail.References) != 2 {
		t.Errorf("details are not merged: %+v", detail)
	}

	metadata, err := os.ReadFile(filepath.Join(out, "metadata.json"))
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"Version":2,"NextUpdate":"2026-03-02T00:00:00Z","UpdatedAt":"2026-03-01T00:00:00Z","DownloadedAt":"0001-01-01T00:00:00Z"}`; string(bytes.TrimSpace(metadata)) != want {
		t.Errorf("metadata.json:\n got %s\nwant %s", metadata, want)
	}
}

func TestUpdatedAt(t *testing.T) {
	advisories := writeRecords(t, map[string]string{"DEBIAN-CVE-2026-0001": opensslRecord})
	out := t.TempDir()
	if err := run([]string{"--advisories", advisories, "--out", out, "--updated-at", "2026-05-01T02:00:00+02:00"}); err != nil {
		t.Fatal(err)
	}
	metadata, _ := os.ReadFile(filepath.Join(out, "metadata.json"))
	if !bytes.Contains(metadata, []byte(`"UpdatedAt":"2026-05-01T00:00:00Z"`)) {
		t.Fatalf("metadata.json: %s", metadata)
	}
	if err := run([]string{"--advisories", advisories, "--out", out, "--updated-at", "today"}); err == nil {
		t.Fatal("no error for --updated-at today")
	}
}

func TestSameRecordsSameBytes(t *testing.T) {
	var files [2][]byte
	for i := range files {
		out := t.TempDir()
		if err := run([]string{"--advisories", "../advisories", "--out", out}); err != nil {
			t.Fatal(err)
		}
		files[i], _ = os.ReadFile(filepath.Join(out, "trivy.db"))
	}
	if len(files[0]) == 0 || !bytes.Equal(files[0], files[1]) {
		t.Fatal("two databases from the same records differ")
	}
}

func writeRecords(t *testing.T, records map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for id, text := range records {
		if err := os.WriteFile(filepath.Join(dir, id+".json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, dir, bucket, pkg, key string) string {
	t.Helper()
	db, err := bolt.Open(filepath.Join(dir, "trivy.db"), 0o400, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var value string
	_ = db.View(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte(bucket))
		if b != nil && pkg != "" {
			b = b.Bucket([]byte(pkg))
		}
		if b != nil {
			value = string(b.Get([]byte(key)))
		}
		return nil
	})
	return value
}
