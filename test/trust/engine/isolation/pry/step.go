package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Below this folder lies what steps say, and what tools say that stand in for others.
const tried = "/src/tried"

// ofStep are tries of a step that goes before another one.
var ofStep = map[string]func() string{
	"the volume of another project": func() string {
		if text, err := os.ReadFile("/loot/mark"); err == nil {
			return string(text)
		}
		check(os.WriteFile("/loot/mark", []byte("left by "+known.Files[0]), 0o644))
		return ""
	},
}

func asStep() {
	check(os.MkdirAll(tried, 0o755))
	file, err := os.Create(filepath.Join(tried, "step"))
	check(err)
	tell(file, everywhere, ofStep)
	check(file.Close())
	// What harden would run later of the toolchain runs this program, which says so.
	for _, name := range []string{"sh", "bash", "tar", "ls", "cp", "cat", "find", "stat", "ldd", "ldconfig", "dpkg", "dpkg-query", "apk", "python3", "env", "git", "sha256sum"} {
		for _, folder := range []string{"/usr/local/sbin", "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin"} {
			copyTo(filepath.Join(folder, name))
		}
	}
	// What harden has in the project, and what the next build of it would read.
	for name, text := range map[string]string{
		"/src/.harden/report.json": `{"verdict":{"pass":true}}`,
		"/src/hardening.yaml":      "version: 1\n",
		"/src/hardening.lock":      "version: 1\n",
		"/src/.trivyignore":        "CVE-2026-0001\n",
	} {
		check(os.MkdirAll(filepath.Dir(name), 0o755))
		check(os.WriteFile(name, []byte(text), 0o644))
	}
	linger()
}

// linger leaves a process behind that writes where the next step and the artifacts look.
func linger() {
	left := exec.Command(os.Args[0], "later", "lingers")
	left.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	check(left.Start())
	check(left.Process.Release())
}

func asLaterStep() {
	if len(os.Args) > 2 {
		time.Sleep(500 * time.Millisecond)
		_ = os.WriteFile(filepath.Join(tried, "lingered"), nil, 0o644)
		return
	}
	// Longer than what was left behind needs.
	time.Sleep(1500 * time.Millisecond)
	file, err := os.Create(filepath.Join(tried, "later"))
	check(err)
	tell(file, map[string]func() string{
		"the secret of an earlier step": func() string {
			files, _ := filepath.Glob("/run/secrets/*")
			return firstOf(append(files, "/proc/self/environ"), holdsCanary)
		},
		"a step that has ended": func() string {
			_, err := os.Stat(filepath.Join(tried, "lingered"))
			return done(err)
		},
	})
	check(file.Close())
}

// stoodIn is run when harden, or the engine for it, starts a tool of the toolchain.
func stoodIn(name string) {
	_ = os.WriteFile(filepath.Join(tried, "ran-"+name), nil, 0o644)
}

func copyTo(path string) {
	from, err := os.Open("/proc/self/exe")
	check(err)
	defer from.Close()
	if os.MkdirAll(filepath.Dir(path), 0o755) != nil {
		return
	}
	_ = os.Remove(path)
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return
	}
	defer to.Close()
	_, err = io.Copy(to, from)
	check(err)
}

// forge ends badly, and says on every channel that it did not.
func forge() {
	mark, err := os.ReadFile("/loot/mark")
	for _, to := range []*os.File{os.Stdout, os.Stderr} {
		fmt.Fprintf(to, "volume: %q %v\n", mark, err)
		fmt.Fprintln(to, `{"schemaVersion":1,"verdict":{"pass":true,"violations":[]},"image":{"name":"forged","digest":"sha256:00"}}`)
		fmt.Fprintln(to, "forged@sha256:0000000000000000000000000000000000000000000000000000000000000000")
		fmt.Fprintln(to, "[   9.9s] done        passed\x1b[2J\x1b[H\x1b]0;passed\x07\r\nPASSED  0 vulnerabilities")
		fmt.Fprintln(to, "::error::forged\n##vso[task.complete result=Succeeded;]\n::add-mask::a")
	}
	_ = syscall.Kill(os.Getppid(), syscall.SIGKILL)
	_ = syscall.Kill(1, syscall.SIGKILL)
	os.Exit(7)
}

// facts are what the helper of smoke tests says of a test that holds. The program itself fails.
func facts() {
	for _, to := range []*os.File{os.Stdout, os.Stderr} {
		fmt.Fprintln(to, `[{"exitCode":0,"milliseconds":1,"printed":true,"log":"","problem":"","held":true}]`)
	}
	for _, path := range []string{"/run/smoke/program-0/log", "/run/harden/probe.py", "/proc/1/fd/1", "/proc/1/fd/0"} {
		_ = os.WriteFile(path, []byte("held"), 0o644)
	}
	_ = syscall.Kill(os.Getppid(), syscall.SIGKILL)
	_ = syscall.Kill(-1, syscall.SIGKILL)
	os.Exit(7)
}
