package main

import (
	"cmp"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "modernc.org/sqlite"
)

// The tables that Grype reads, of model 6, revision 1, addition 9. It makes the
// indexes itself when it imports a database.
//
//go:embed grype.sql
var grypeSchema string

const sqlTime = "2006-01-02 15:04:05-07:00"

// writeGrype writes vulnerability.db into dir. A database that lies there is
// replaced. The same records and date give the same bytes.
func writeGrype(dir string, records []Record, date time.Time) error {
	path := filepath.Join(dir, "vulnerability.db")
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	// A connection of its own: pragmas and the transaction are the connection's.
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + grypeSchema); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	w := grypeWriter{tx: tx, ids: map[string]int64{}}
	w.insert("db_metadata", "build_timestamp, model, revision, addition", date.Format(sqlTime), 6, 1, 9)
	for _, record := range records {
		if err := w.add(record, date); err != nil {
			return fmt.Errorf("%s: %w", record.ID, err)
		}
	}
	return errors.Join(w.err, tx.Commit())
}

// grypeWriter keeps the first error, so that rows can be written one after the other.
type grypeWriter struct {
	tx  *sql.Tx
	ids map[string]int64
	err error
}

func (w *grypeWriter) add(record Record, date time.Time) error {
	provider := record.Database.Source
	if provider == "ghsa" {
		provider = "github"
	}
	w.once("provider "+provider, func() int64 {
		return w.insert("providers", "id, version, processor, date_captured, input_digest",
			provider, "1", "harden", date.Format(sqlTime), "")
	})
	name := record.ID
	if isDistribution(record) || provider == "cve" || provider == bitnami {
		name = record.CVE()
	}
	vulnerability := w.insert("vulnerability_handles",
		"name, status, published_date, modified_date, provider_id, blob_id",
		name, "active", record.Published.UTC().Format(sqlTime), record.Modified.UTC().Format(sqlTime),
		provider, w.blob(vulnerabilityBlob(record, name)))
	for _, alias := range aliasesOf(record, name) {
		w.insert("vulnerability_aliases", "name, alias", name, alias)
	}
	for _, affected := range record.Affected {
		advisory, err := grypeAdvisory(record, affected)
		if err != nil {
			return err
		}
		w.affected(vulnerability, advisory)
	}
	return w.err
}

func (w *grypeWriter) affected(vulnerability int64, a GrypeAdvisory) {
	blob := w.blob(a.Blob)
	if a.Cpe != nil {
		cpe := w.once(fmt.Sprint("cpe ", *a.Cpe), func() int64 {
			return w.insert("cpes", "part, vendor, product, edition, language, software_edition, target_hardware, target_software, other",
				"a", a.Cpe.Vendor, a.Cpe.Product, "", "", "", "", "", "")
		})
		w.insert("affected_cpe_handles", "vulnerability_id, cpe_id, blob_id", vulnerability, cpe, blob)
		return
	}
	var os any
	if a.OS != nil {
		os = w.once(fmt.Sprint("os ", *a.OS), func() int64 {
			return w.insert("operating_systems", "name, release_id, major_version, minor_version, label_version, codename, channel",
				a.OS.Name, a.OS.Name, a.OS.Major, a.OS.Minor, "", "", "")
		})
	}
	pkg := w.once(fmt.Sprint("package ", *a.Package), func() int64 {
		return w.insert("packages", "ecosystem, name", a.Package.Ecosystem, a.Package.Name)
	})
	w.insert("affected_package_handles", "vulnerability_id, operating_system_id, package_id, blob_id",
		vulnerability, os, pkg, blob)
}

// once makes a row the first time it is asked for, and gives its id.
func (w *grypeWriter) once(key string, make func() int64) int64 {
	id, known := w.ids[key]
	if !known {
		id = make()
		w.ids[key] = id
	}
	return id
}

func (w *grypeWriter) blob(value any) int64 {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	w.err = cmp.Or(w.err, encoder.Encode(value))
	json := strings.TrimSpace(text.String())
	return w.once("blob "+json, func() int64 { return w.insert("blobs", "value", json) })
}

func (w *grypeWriter) insert(table, columns string, values ...any) int64 {
	if w.err != nil {
		return 0
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(values)), ", ")
	done, err := w.tx.Exec(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, columns, marks), values...)
	if err != nil {
		w.err = fmt.Errorf("%s: %w", table, err)
		return 0
	}
	id, err := done.LastInsertId()
	w.err = err
	return id
}
