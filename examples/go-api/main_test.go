package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"

	"example.com/inventory/internal/httpapi"
	"example.com/inventory/internal/memory"
)

func TestServeAnswersAndStopsOnCancel(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- serve(ctx, listener, httpapi.NewHandler(memory.NewStore(), log), log) }()

	response, err := http.Get("http://" + listener.Addr().String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusOK || string(body) != "{\"status\":\"ok\"}\n" {
		t.Fatalf("GET /healthz: %d %q", response.StatusCode, body)
	}

	cancel()
	if err := <-done; err != nil {
		t.Fatalf("serve: %v", err)
	}
	if _, err := net.Dial("tcp", listener.Addr().String()); err == nil {
		t.Fatal("the port is still open")
	}
}

func TestOpenStoreRefusesABadURL(t *testing.T) {
	if _, _, err := openStore(t.Context(), "postgres://%zz", slog.New(slog.DiscardHandler)); err == nil {
		t.Fatal("no error for a broken DATABASE_URL")
	}
}
