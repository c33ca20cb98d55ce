// Command harden-launch starts the engine in a mount namespace of its own, so
// that nothing it writes to /etc, /run or /usr/bin reaches the host, and two
// engines can run side by side.
//
//	harden-launch --scratch DIR --config FILE --runc FILE --init FILE --xtables DIR -- ENGINE ARGS...
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"golang.org/x/sys/unix"
)

func main() {
	scratch := flag.String("scratch", "", "empty folder for what the engine writes to the host's folders")
	config := flag.String("config", "", "the engine's engine.json")
	runc := flag.String("runc", "", "the runc program")
	init := flag.String("init", "", "the dagger-init program")
	xtables := flag.String("xtables", "", "folder with xtables-legacy-multi and xtables-nft-multi")
	flag.Parse()
	links := map[string]string{
		"/etc/dagger/engine.json":       *config,
		"/run/harden/runc":              *runc,
		"/run/harden/dagger-init":       *init,
		"/usr/bin/xtables-legacy-multi": filepath.Join(*xtables, "xtables-legacy-multi"),
		"/usr/bin/xtables-nft-multi":    filepath.Join(*xtables, "xtables-nft-multi"),
	}
	if err := launch(*scratch, links, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "harden-launch:", err)
		os.Exit(1)
	}
}

func launch(scratch string, links map[string]string, argv []string) error {
	if len(argv) == 0 {
		return fmt.Errorf("no engine program given")
	}
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("new mount namespace: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	if err := unix.Mount("tmpfs", scratch, "tmpfs", 0, "mode=0755"); err != nil {
		return fmt.Errorf("scratch tmpfs: %w", err)
	}
	for _, dir := range []string{"/etc", "/run", "/usr/bin"} {
		if err := shadow(scratch, dir); err != nil {
			return err
		}
	}
	// Paths that distconsts names and that the engine reads without making them.
	for _, dir := range []string{"/etc/dagger", "/run/harden/ca", "/run/harden/content"} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	for path, target := range links {
		if path == target {
			continue
		}
		os.Remove(path)
		if err := os.Symlink(target, path); err != nil {
			return err
		}
	}
	return unix.Exec(argv[0], argv, os.Environ())
}

// shadow covers a folder of the host with a writable copy in memory.
func shadow(scratch, dir string) error {
	upper := filepath.Join(scratch, dir, "upper")
	work := filepath.Join(scratch, dir, "work")
	for _, path := range []string{upper, work} {
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
	}
	options := fmt.Sprintf("lowerdir=%s,upperdir=%s,workdir=%s", dir, upper, work)
	if err := unix.Mount("overlay", dir, "overlay", 0, options); err != nil {
		return fmt.Errorf("shadow %s: %w", dir, err)
	}
	return nil
}
