// A program that tries to reach what it must not: as a build step, as a scanner, and in the finished
// image. It says of each try "held NAME" or "reached NAME: what".
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// places is what the test knows of the machine, and a program in a container must not learn.
type places struct {
	// A file of the machine, outside of the project, and one of the project that is not uploaded.
	Files []string
	// What is in these files, in a secret of another step, and in the environment of harden; backwards, as
	// an image with a secret of its build in it is refused.
	Canaries []string
	// Where engines listen.
	Sockets []string
	// Addresses of the machine's own loopback.
	Addresses []string
}

var known places

func main() {
	name := filepath.Base(os.Args[0])
	if text, err := os.ReadFile(beside("places.json")); err == nil {
		check(json.Unmarshal(text, &known))
	}
	for at, canary := range known.Canaries {
		known.Canaries[at] = backwards(canary)
	}
	switch name {
	case "pry":
		asProgram(os.Args[1])
	case "trivy":
		tell(os.Stderr, everywhere, confined, scanner)
		os.Exit(3)
	default:
		stoodIn(name)
	}
}

func backwards(text string) string {
	bytes := []byte(text)
	slices.Reverse(bytes)
	return string(bytes)
}

func asProgram(part string) {
	switch part {
	case "step":
		asStep()
	case "later":
		asLaterStep()
	case "forge":
		forge()
	case "poison":
		poison()
	case "facts":
		facts()
	case "smoke":
		tell(os.Stdout, everywhere, confined)
	}
}

// beside is where a file is that came with this program.
func beside(name string) string {
	for _, folder := range []string{"/src/dist", "/app", "/answer"} {
		path := filepath.Join(folder, name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return name
}

func tell(to *os.File, groups ...map[string]func() string) {
	out := bufio.NewWriter(to)
	for _, group := range groups {
		for name, try := range group {
			if what := try(); what != "" {
				fmt.Fprintf(out, "reached %s: %.200s\n", name, strings.ReplaceAll(what, "\n", " "))
			} else {
				fmt.Fprintf(out, "held %s\n", name)
			}
		}
	}
	check(out.Flush())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
