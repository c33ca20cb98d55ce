package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// poison changes all that Go keeps for the next build: modules, and what was compiled of them.
func poison() {
	changed := 0
	for _, folder := range []string{"/cache/go-mod", "/cache/go-build"} {
		check(filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			check(err)
			if entry.IsDir() {
				return os.Chmod(path, 0o755)
			}
			changed++
			return change(path)
		}))
	}
	fmt.Printf("poisoned %d files\n", changed)
	if changed < 100 {
		os.Exit(1)
	}
}

// change makes a source that compiles to something else, and anything else another file.
func change(path string) error {
	check(os.Chmod(path, 0o644))
	bytes, err := os.ReadFile(path)
	check(err)
	switch {
	case strings.HasSuffix(path, ".go"):
		bytes = append(bytes, "\nfunc init() { println(\"poisoned\") }\n"...)
	case len(bytes) > 0:
		bytes[len(bytes)-1] ^= 1
	}
	return os.WriteFile(path, bytes, 0o644)
}
