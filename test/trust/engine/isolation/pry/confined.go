package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// confined are tries of a program that has no network, no rights and a root that nobody writes to.
var confined = map[string]func() string{
	"the network": func() string {
		interfaces, _ := net.Interfaces()
		for _, one := range interfaces {
			if one.Flags&net.FlagLoopback == 0 {
				return one.Name
			}
		}
		peer, err := net.DialTimeout("udp", "192.0.2.1:53", time.Second)
		if err != nil {
			return ""
		}
		peer.Close()
		return "192.0.2.1"
	},
	"the root of the image": func() string {
		return firstOf([]string{"/", "/etc", "/app", "/usr"}, func(folder string) bool {
			return os.WriteFile(filepath.Join(folder, "pried"), nil, 0o644) == nil
		})
	},
	"a capability": func() string {
		for _, name := range []string{"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"} {
			if value := status(name); value != "0000000000000000" {
				return name + " " + value
			}
		}
		return ""
	},
	"new privileges":          func() string { return otherThan("1", status("NoNewPrivs")) },
	"a call without a filter": func() string { return otherThan("2", status("Seccomp")) },
	"namespaces of its own":   func() string { return done(syscall.Unshare(syscall.CLONE_NEWUSER)) },
	"a control group": func() string {
		err := os.Mkdir("/sys/fs/cgroup/pry", 0o755)
		_ = os.Remove("/sys/fs/cgroup/pry")
		return done(err)
	},
	"a device": func() string { return done(syscall.Mknod("/tmp/device", syscall.S_IFCHR|0o600, 1<<8|1)) },
}

// scanner are tries of what scanners have beside these: the image and the database.
var scanner = map[string]func() string{
	"what is scanned": func() string {
		return firstOf([]string{"/tmp/image", "/tmp/image/blobs/sha256"}, writable)
	},
	"the database": func() string {
		return firstOf([]string{"/tmp/cache/db", "/tmp/database", "/tmp/archive"}, writable)
	},
	"settings of the project": func() string {
		found := ""
		for _, name := range []string{".trivyignore", "trivy.yaml", ".grype.yaml", "hardening.yaml"} {
			if _, err := os.Stat(name); err == nil {
				found = name
			}
		}
		return found
	},
}

func writable(folder string) bool {
	if _, err := os.Stat(folder); err != nil {
		return false
	}
	return os.WriteFile(filepath.Join(folder, "pried"), nil, 0o644) == nil
}

func status(name string) string {
	text, err := os.ReadFile("/proc/self/status")
	check(err)
	for _, line := range strings.Split(string(text), "\n") {
		if value, found := strings.CutPrefix(line, name+":"); found {
			return strings.TrimSpace(value)
		}
	}
	return "not told"
}

func otherThan(wanted, got string) string {
	if got == wanted {
		return ""
	}
	return got
}
