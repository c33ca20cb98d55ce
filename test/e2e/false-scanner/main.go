// A program in a scanner's place: it imports any database and answers a scan
// with what lies in /answer, or not at all.
package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

func main() {
	if os.Args[1] == "db" {
		check(os.MkdirAll("/tmp/database/6", 0o755))
		return
	}
	if _, err := os.Stat("/answer/killed"); err == nil {
		check(syscall.Kill(os.Getpid(), syscall.SIGKILL))
	}
	for i, arg := range os.Args {
		if arg == "--output" && !strings.Contains(os.Args[i+1], "=") {
			arg = "report=" + os.Args[i+1]
		}
		format, path, found := strings.Cut(arg, "=")
		if !found {
			continue
		}
		answer, err := os.ReadFile(filepath.Join("/answer", format))
		check(err)
		check(os.WriteFile(path, answer, 0o644))
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
