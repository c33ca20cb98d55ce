// Command trivy-db makes a Trivy vulnerability database (schema 2) from a
// folder of OSV records: OUT/trivy.db and OUT/metadata.json. With --grype, one
// for Grype (schema 6) too: DIR/vulnerability.db.
//
//	trivy-db --advisories DIR --out DIR [--grype DIR] [--updated-at RFC3339]
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "trivy-db:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("trivy-db", flag.ContinueOnError)
	advisories := flags.String("advisories", "", "folder of OSV records, one JSON file each")
	out := flags.String("out", "", "folder that receives trivy.db and metadata.json")
	grype := flags.String("grype", "", "folder that receives vulnerability.db, for Grype")
	updatedAt := flags.String("updated-at", "", "RFC 3339 date of the database (default: the newest \"modified\" of the records)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *advisories == "" || *out == "" {
		return fmt.Errorf("--advisories and --out are required")
	}

	records, err := readRecords(*advisories)
	if err != nil {
		return err
	}
	date, err := databaseDate(*updatedAt, records)
	if err != nil {
		return err
	}
	content, err := buildContent(records)
	if err != nil {
		return err
	}
	if err := writeDatabase(*out, content, date); err != nil {
		return err
	}
	if *grype != "" {
		if err := writeGrype(*grype, records, date); err != nil {
			return err
		}
	}
	fmt.Printf("%d records, %d vulnerabilities, %d advisories, updated at %s\n",
		len(records), len(content.Vulnerabilities), len(content.Advisories), date.Format(time.RFC3339))
	return nil
}

// databaseDate never asks the clock: the same records give the same database.
func databaseDate(flagValue string, records []Record) (time.Time, error) {
	if flagValue != "" {
		date, err := time.Parse(time.RFC3339, flagValue)
		if err != nil {
			return time.Time{}, fmt.Errorf("--updated-at is %q, expected a date such as 2026-08-22T00:00:00Z", flagValue)
		}
		return date.UTC(), nil
	}
	var newest time.Time
	for _, record := range records {
		if record.Modified.After(newest) {
			newest = record.Modified
		}
	}
	return newest.UTC(), nil
}
