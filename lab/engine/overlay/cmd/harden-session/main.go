// Command harden-session opens one session on a running engine and serves it on
// a loopback port, as `dagger session` does for the SDKs: the port and a token
// go to stdout as one line of JSON, and the session ends with stdin or SIGTERM.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/dagger/dagger/engine"
	"github.com/dagger/dagger/engine/client"
	"github.com/google/uuid"
)

const runnerHostEnv = "_EXPERIMENTAL_DAGGER_RUNNER_HOST"

func main() {
	if err := serve(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "harden-session:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context) error {
	// The parent may be gone before us: its closed pipes must not kill us in mid-close.
	signal.Ignore(syscall.SIGPIPE)
	runnerHost := os.Getenv(runnerHostEnv)
	if runnerHost == "" {
		return fmt.Errorf("%s is not set", runnerHostEnv)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	go closeOn(listener)

	token := uuid.NewString()
	session, err := client.Connect(ctx, client.Params{
		RunnerHost:  runnerHost,
		SecretToken: token,
		Version:     engine.Version,
	})
	if err != nil {
		return fmt.Errorf("connect to %s: %w", runnerHost, err)
	}
	defer session.Close()

	err = json.NewEncoder(os.Stdout).Encode(map[string]any{
		"port":          listener.Addr().(*net.TCPAddr).Port,
		"session_token": token,
	})
	if err != nil {
		return err
	}
	server := http.Server{Handler: session, ReadHeaderTimeout: 30 * time.Second}
	if err := server.Serve(listener); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// closeOn ends the session when the parent closes stdin or asks us to stop.
func closeOn(listener net.Listener) {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
	stdin := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(stdin)
	}()
	select {
	case <-stop:
	case <-stdin:
	}
	// Ending a session asks the engine, which may be gone or hang; nobody would end us then.
	time.AfterFunc(10*time.Second, func() { os.Exit(1) })
	listener.Close()
}
