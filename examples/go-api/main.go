// Command server is a small inventory API over HTTP.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/inventory/internal/config"
	"example.com/inventory/internal/httpapi"
	"example.com/inventory/internal/inventory"
	"example.com/inventory/internal/memory"
	"example.com/inventory/internal/postgres"
)

// Requests in flight get this long to finish after SIGTERM.
const drain = 10 * time.Second

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	if err := run(ctx, log); err != nil {
		log.Error("stopped", "error", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, log *slog.Logger) error {
	cfg, err := config.FromEnv(os.Getenv)
	if err != nil {
		return err
	}
	store, closeStore, err := openStore(ctx, cfg.DatabaseURL, log)
	if err != nil {
		return err
	}
	defer closeStore()

	listener, err := net.Listen("tcp", cfg.Address())
	if err != nil {
		return err
	}
	return serve(ctx, listener, httpapi.NewHandler(store, log), log)
}

func openStore(ctx context.Context, databaseURL string, log *slog.Logger) (inventory.Store, func() error, error) {
	if databaseURL == "" {
		log.Info("items are kept in memory: DATABASE_URL is not set")
		return memory.NewStore(), func() error { return nil }, nil
	}
	store, err := postgres.Open(ctx, databaseURL)
	if err != nil {
		return nil, nil, err
	}
	return store, store.Close, nil
}

func serve(ctx context.Context, listener net.Listener, handler http.Handler, log *slog.Logger) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       60 * time.Second,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	log.Info("listening", "address", listener.Addr().String())

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	log.Info("shutting down")
	deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil {
		return err
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
