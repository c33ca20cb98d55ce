package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"example.com/invoices/internal/invoice"
	"example.com/invoices/internal/pdf"
)

// check prints what an invoice amounts to.
func check(name string, r io.Reader) error {
	one, err := invoice.Read(r)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	fmt.Println(total(one))
	return nil
}

// render makes the documents that are not there yet; a bad file does not keep the others.
func render(in, out string) error {
	files, err := filepath.Glob(filepath.Join(in, "*.yaml"))
	if err != nil {
		return err
	}
	var failed error
	for _, file := range files {
		target := filepath.Join(out, strings.TrimSuffix(filepath.Base(file), ".yaml")+".pdf")
		if _, err := os.Stat(target); err == nil {
			continue
		}
		if err := renderFile(file, target); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", file, err))
		}
	}
	return failed
}

// renderFile writes beside the target and renames, so that no half document is ever seen.
func renderFile(file, target string) error {
	source, err := os.Open(file)
	if err != nil {
		return err
	}
	defer source.Close()
	one, err := invoice.Read(source)
	if err != nil {
		return err
	}
	partial, err := os.CreateTemp(filepath.Dir(target), ".partial-*")
	if err != nil {
		return err
	}
	defer os.Remove(partial.Name())
	if err := errors.Join(pdf.Write(partial, one), partial.Close()); err != nil {
		return err
	}
	return os.Rename(partial.Name(), target)
}
