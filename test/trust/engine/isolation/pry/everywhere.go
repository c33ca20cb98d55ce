package main

import (
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// everywhere are tries that no program may succeed in, whoever starts it. Each gives what it reached.
var everywhere = map[string]func() string{
	"a session of the engine in the environment": func() string {
		return firstOf(os.Environ(), func(pair string) bool {
			return strings.HasPrefix(pair, "DAGGER_") || strings.HasPrefix(pair, "_DAGGER_") || strings.HasPrefix(pair, "_EXPERIMENTAL_DAGGER_")
		})
	},
	"credentials in an environment": func() string {
		files, _ := filepath.Glob("/proc/[0-9]*/environ")
		more, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		return firstOf(append(files, more...), holdsCanary)
	},
	"a socket of an engine": sockets,
	"a file of the machine": func() string { return firstOf(paths(known.Files), holdsCanary) },
	"the loopback of the machine": func() string {
		return firstOf(known.Addresses, func(address string) bool {
			peer, err := net.DialTimeout("tcp", address, time.Second)
			if err == nil {
				peer.Close()
			}
			return err == nil
		})
	},
	"processes of others": func() string {
		// Its own, its parent and what started that are all that its namespace has.
		entries, _ := filepath.Glob("/proc/[0-9]*")
		if len(entries) > 4 {
			return fmt.Sprint(entries)
		}
		return ""
	},
	"a mount": func() string {
		return done(syscall.Mount("tmpfs", "/tmp", "tmpfs", 0, ""))
	},
	"a disk of the machine": disks,
	"the memory of the kernel": func() string {
		return firstOf([]string{"/dev/mem", "/dev/kmem", "/dev/port", "/proc/kcore"}, readable)
	},
	"the kernel's log":        func() string { return done(klog()) },
	"a setting of the kernel": settings,
	"the kernel's SysRq": func() string {
		file, err := os.OpenFile("/proc/sysrq-trigger", os.O_WRONLY, 0)
		if err != nil {
			return ""
		}
		defer file.Close()
		// Of all its letters the one that does nothing but print help.
		_, err = file.WriteString("h")
		return done(err)
	},
}

func firstOf(all []string, is func(string) bool) string {
	for _, one := range all {
		if is(one) {
			return one
		}
	}
	return ""
}

func done(err error) string {
	if err != nil {
		return ""
	}
	return "done"
}

func holdsCanary(path string) bool {
	if path == fmt.Sprintf("/proc/%d/cmdline", os.Getpid()) {
		return false
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	return firstOf(known.Canaries, func(canary string) bool {
		return strings.Contains(string(text), canary)
	}) != ""
}

// paths are ways to a file of the machine: as it is, and by the roots that the kernel shows.
func paths(files []string) []string {
	roots, _ := filepath.Glob("/proc/[0-9]*/root")
	folders, _ := filepath.Glob("/proc/[0-9]*/cwd")
	var all []string
	for _, file := range files {
		for _, root := range append(roots, "/", "/host", "/mnt") {
			all = append(all, filepath.Join(root, file))
		}
		for _, folder := range append(folders, ".") {
			for _, up := range []string{"..", "../../../../../../../.."} {
				all = append(all, folder+"/"+up+"/"+file)
			}
		}
	}
	return all
}

func sockets() string {
	found := ""
	for _, folder := range []string{"/run", "/var/run", "/tmp", "/var/lib", "/root", "/home"} {
		_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type()&fs.ModeSocket != 0 {
				found = path
			}
			return nil
		})
	}
	for _, path := range paths(known.Sockets) {
		if peer, err := net.DialTimeout("unix", path, time.Second); err == nil {
			peer.Close()
			found = path
		}
	}
	if found != "" {
		return found
	}
	// Those without a file, of the network that this program is in.
	text, _ := os.ReadFile("/proc/net/unix")
	return firstOf(strings.Split(string(text), "\n"), func(line string) bool {
		fields := strings.Fields(line)
		return len(fields) > 7 && (strings.HasPrefix(fields[7], "/") || strings.HasPrefix(fields[7], "@/"))
	})
}

// disks makes a device for each file system that is mounted here, and reads from it.
func disks() string {
	text, _ := os.ReadFile("/proc/self/mountinfo")
	more, _ := os.ReadFile("/proc/partitions")
	numbers := map[[2]int]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		var id, parent, major, minor int
		if n, _ := fmt.Sscanf(line, "%d %d %d:%d", &id, &parent, &major, &minor); n == 4 && major > 0 {
			numbers[[2]int{major, minor}] = true
		}
	}
	for _, line := range strings.Split(string(more), "\n") {
		var major, minor int
		if n, _ := fmt.Sscanf(line, "%d %d", &major, &minor); n == 2 {
			numbers[[2]int{major, minor}] = true
		}
	}
	for number := range numbers {
		path := fmt.Sprintf("/tmp/disk-%d-%d", number[0], number[1])
		if syscall.Mknod(path, syscall.S_IFBLK|0o600, number[0]<<8|number[1]) != nil {
			continue
		}
		defer os.Remove(path)
		if readable(path) {
			return path
		}
	}
	return ""
}

func readable(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	got, err := file.Read(make([]byte, 16))
	return err == nil && got > 0
}

func klog() error {
	_, err := syscall.Klogctl(3, make([]byte, 1024))
	return err
}

// settings writes back what is there already, so that nothing is changed where it can.
func settings() string {
	for _, path := range []string{"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sys/vm/overcommit_memory"} {
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if os.WriteFile(path, text, 0) == nil {
			return path
		}
	}
	return ""
}
