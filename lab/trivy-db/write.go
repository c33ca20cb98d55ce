package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/aquasecurity/trivy-db/pkg/db"
	"github.com/aquasecurity/trivy-db/pkg/metadata"
	bolt "go.etcd.io/bbolt"
)

// writeDatabase writes trivy.db and metadata.json into dir. A database that
// lies there is replaced.
func writeDatabase(dir string, content Content, date time.Time) error {
	path := db.Path(dir)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	// The sync at the end is enough: a half-written file is never used.
	if err := db.Init(dir, db.WithBoltOptions(&bolt.Options{NoSync: true, NoFreelistSync: true, PageSize: 4096})); err != nil {
		return err
	}
	if err := errors.Join(fill(content), db.Config{}.Connection().Sync(), db.Close()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return metadata.NewClient(filepath.Clean(dir)).Update(metadata.Metadata{
		Version:    db.SchemaVersion,
		UpdatedAt:  date,
		NextUpdate: date.Add(24 * time.Hour),
	})
}

// fill uses one transaction for each innermost bucket, in a fixed order: bbolt
// writes the buckets of one transaction in random order, which would change the
// bytes of the file from run to run.
func fill(content Content) error {
	dbc := db.Config{}
	update := dbc.Connection().Update

	err := update(func(tx *bolt.Tx) error {
		for _, name := range slices.Sorted(maps.Keys(content.Sources)) {
			if err := dbc.PutDataSource(tx, name, content.Sources[name]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for group := range byPackage(content.Advisories) {
		err := update(func(tx *bolt.Tx) error {
			for _, advisory := range group {
				buckets := []string{advisory.Bucket, advisory.Package}
				if err := dbc.PutAdvisory(tx, buckets, advisory.VulnerabilityID, &advisory.Value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return update(func(tx *bolt.Tx) error {
		for _, id := range slices.Sorted(maps.Keys(content.Vulnerabilities)) {
			if err := dbc.PutVulnerability(tx, id, content.Vulnerabilities[id]); err != nil {
				return err
			}
		}
		return nil
	})
}

// byPackage yields runs of advisories of the same package; the input is sorted.
func byPackage(advisories []Advisory) func(yield func([]Advisory) bool) {
	return func(yield func([]Advisory) bool) {
		for len(advisories) > 0 {
			first := advisories[0]
			end := slices.IndexFunc(advisories, func(a Advisory) bool {
				return a.Bucket != first.Bucket || a.Package != first.Package
			})
			if end < 0 {
				end = len(advisories)
			}
			if !yield(advisories[:end]) {
				return
			}
			advisories = advisories[end:]
		}
	}
}
