// Command harden-container is what the engine's image starts, and what clients
// of a container or a pod run in it.
//
//	harden-container [ARGS...]   starts the engine with these arguments
//	buildctl dial-stdio          joins stdin and stdout to the engine's socket
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

const (
	engine  = "/usr/local/bin/engine"
	socket  = "/run/dagger/engine.sock"
	cgroups = "/sys/fs/cgroup"
)

func main() {
	run := start
	if filepath.Base(os.Args[0]) == "buildctl" {
		run = dial
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", filepath.Base(os.Args[0]), err)
		os.Exit(1)
	}
}

// start replaces this process by the engine, with the image's own places.
func start(args []string) error {
	if err := delegate(); err != nil {
		return fmt.Errorf("control groups: %w", err)
	}
	argv := []string{engine, "--root", "/var/lib/dagger", "--oci-cni-binary-dir", "/usr/lib/cni", "--oci-cni-pool-size", "8"}
	listens := func(arg string) bool { return arg == "--addr" || strings.HasPrefix(arg, "--addr=") }
	if !slices.ContainsFunc(args, listens) {
		argv = append(argv, "--addr", "unix://"+socket)
	}
	return syscall.Exec(engine, append(argv, args...), os.Environ())
}

// delegate gives the engine's containers control groups of their own. Version 2
// has none below a group with processes in it, so that those move to a leaf.
func delegate() error {
	controllers, err := os.ReadFile(filepath.Join(cgroups, "cgroup.controllers"))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	leaf := filepath.Join(cgroups, "init")
	if err := os.MkdirAll(leaf, 0o755); err != nil {
		return err
	}
	processes, err := os.ReadFile(filepath.Join(cgroups, "cgroup.procs"))
	if err != nil {
		return err
	}
	for _, pid := range strings.Fields(string(processes)) {
		// One that has ended since, or is the kernel's own, cannot be moved.
		_ = os.WriteFile(filepath.Join(leaf, "cgroup.procs"), []byte(pid), 0)
	}
	all := "+" + strings.Join(strings.Fields(string(controllers)), " +")
	return os.WriteFile(filepath.Join(cgroups, "cgroup.subtree_control"), []byte(all), 0)
}

// dial ends when the engine does, or when stdin has ended and all was answered.
func dial(args []string) error {
	if !slices.Equal(args, []string{"dial-stdio"}) {
		return fmt.Errorf("only dial-stdio is there, not %q", args)
	}
	connection, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return err
	}
	defer connection.Close()
	go func() {
		io.Copy(connection, os.Stdin)
		connection.CloseWrite()
	}()
	_, err = io.Copy(os.Stdout, connection)
	return err
}
