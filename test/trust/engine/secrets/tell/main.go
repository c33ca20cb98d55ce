// A build step that has secrets: it only counts them, or says them in every writing and fails.
package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

var writings = []struct {
	name  string
	write func(string) string
}{
	{"base64", func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }},
	{"base64 after one byte", func(text string) string { return base64.StdEncoding.EncodeToString([]byte("x" + text + ".")) }},
	{"base64 after two bytes", func(text string) string { return base64.StdEncoding.EncodeToString([]byte("x:" + text + "..")) }},
	{"base64 for URLs", func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }},
	{"hex", func(text string) string { return hex.EncodeToString([]byte(text)) }},
	{"hex in capitals", func(text string) string { return strings.ToUpper(hex.EncodeToString([]byte(text))) }},
	{"a form", url.QueryEscape},
	{"a URL", url.PathEscape},
	{"JSON", func(text string) string {
		written, _ := json.Marshal(text)
		return string(written)
	}},
}

func main() {
	secrets := all()
	if os.Args[1] == "nothing" {
		fmt.Println(len(secrets), "secrets")
		return
	}
	for _, secret := range secrets {
		fmt.Println(secret)
	}
	for _, writing := range writings {
		fmt.Print("in ", writing.name, ":")
		for _, secret := range secrets {
			fmt.Print(" ", writing.write(secret))
		}
		fmt.Println()
	}
	fmt.Fprint(os.Stderr, "in pieces:")
	for _, secret := range secrets {
		line := strings.ReplaceAll(secret, "\n", " ")
		half := len(line) / 2
		fmt.Fprint(os.Stderr, " ", line[:half])
		fmt.Fprint(os.Stderr, line[half:])
	}
	os.Exit(1)
}

// all are the secrets of the spec and of the network of the machine.
func all() []string {
	var found []string
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "TOLD_") || name == "PIP_INDEX_URL" || name == "HTTP_PROXY" || name == "GOPROXY" {
			found = append(found, value)
		}
	}
	files, _ := filepath.Glob("/run/secrets/*")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		found = append(found, strings.TrimRight(string(text), "\r\n"))
	}
	sort.Strings(found)
	return found
}
