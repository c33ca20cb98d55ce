package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"
)

const nodeRecord = `{
  "id": "BIT-node-2026-0002", "modified": "2026-04-01T00:00:00Z", "aliases": ["CVE-2026-0002"], "summary": "Overflow in node",
  "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}],
  "affected": [{"package": {"ecosystem": "Bitnami", "name": "node"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "18.0.0"}, {"fixed": "18.1.0"}, {"introduced": "20.0.0"}, {"fixed": "20.1.0"}]}]}],
  "database_specific": {"source": "bitnami", "severity": "HIGH"}
}`

func TestGrypeDatabase(t *testing.T) {
	records := map[string]string{"DEBIAN-CVE-2026-0001": opensslRecord, "GHSA-aaaa-bbbb-cccc": bindingRecord, "BIT-node-2026-0002": nodeRecord}
	out := t.TempDir()
	if err := run([]string{"--advisories", writeRecords(t, records), "--out", out, "--grype", out}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(out, "vulnerability.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()

	const packages = `SELECT v.name || ' ' || v.provider_id || ' ' || coalesce(o.name || ' ' || o.major_version, '-') || ' ' || p.ecosystem || ' ' || p.name || ' ' || b.value
		FROM affected_package_handles a JOIN vulnerability_handles v ON v.id = a.vulnerability_id JOIN packages p ON p.id = a.package_id
		LEFT JOIN operating_systems o ON o.id = a.operating_system_id JOIN blobs b ON b.id = a.blob_id ORDER BY a.id`
	wantRows(t, db, packages, []string{
		`CVE-2026-0001 debian debian 13 deb openssl {"cves":["CVE-2026-0001"],"ranges":[{"version":{"type":"dpkg","constraint":"<3.5.1-2"},"fix":{"version":"3.5.1-2","state":"fixed"}}]}`,
		`CVE-2026-0001 debian debian 12 deb openssl {"cves":["CVE-2026-0001"],"ranges":[{"version":{"type":"dpkg","constraint":""},"fix":{"state":"not-fixed"}}]}`,
		`GHSA-aaaa-bbbb-cccc github - python open-ssl {"cves":["CVE-2026-0001"],"ranges":[{"version":{"type":"python","constraint":">=1.0, <1.2"},"fix":{"version":"1.2","state":"fixed"}}]}`,
	})
	const cpes = `SELECT v.name || ' ' || c.vendor || ':' || c.product || ' ' || b.value FROM affected_cpe_handles a
		JOIN vulnerability_handles v ON v.id = a.vulnerability_id JOIN cpes c ON c.id = a.cpe_id JOIN blobs b ON b.id = a.blob_id`
	wantRows(t, db, cpes, []string{
		`CVE-2026-0002 nodejs:node.js {"cves":["CVE-2026-0002"],"ranges":[{"version":{"type":"semver","constraint":">=18.0.0, <18.1.0"},"fix":{"version":"18.1.0","state":"fixed"}},{"version":{"type":"semver","constraint":">=20.0.0, <20.1.0"},"fix":{"version":"20.1.0","state":"fixed"}}]}`,
	})
	wantRows(t, db, "SELECT name || ' ' || alias FROM vulnerability_aliases ORDER BY name, alias", []string{
		"CVE-2026-0002 BIT-node-2026-0002",
		"GHSA-aaaa-bbbb-cccc CVE-2026-0001",
	})
}

func TestGrypeSameRecordsSameBytes(t *testing.T) {
	records, err := readRecords("../advisories")
	if err != nil {
		t.Fatal(err)
	}
	var files [2][]byte
	for i := range files {
		out := t.TempDir()
		if err := writeGrype(out, records, time.Unix(0, 0).UTC()); err != nil {
			t.Fatal(err)
		}
		files[i], _ = os.ReadFile(filepath.Join(out, "vulnerability.db"))
	}
	if len(files[0]) == 0 || !bytes.Equal(files[0], files[1]) {
		t.Fatal("two databases from the same records differ")
	}
}

func wantRows(t *testing.T, db *sql.DB, query string, want []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			t.Fatal(err)
		}
		got = append(got, row)
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows, expected %d: %q", len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("row %d:\n got %s\nwant %s", i, got[i], want[i])
		}
	}
}
