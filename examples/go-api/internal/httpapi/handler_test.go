package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/inventory/internal/inventory"
	"example.com/inventory/internal/memory"
)

func TestRoutes(t *testing.T) {
	store := memory.NewStore()
	if err := store.Add(t.Context(), inventory.Item{SKU: "BOLT", Name: "Bolt", Quantity: 5}); err != nil {
		t.Fatal(err)
	}
	handler := NewHandler(store, slog.New(slog.DiscardHandler))

	// The order matters: later requests see what earlier ones changed.
	tests := []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/healthz", "", 200, `{"status":"ok"}`},
		{"GET", "/readyz", "", 200, `{"status":"ready"}`},
		{"GET", "/items", "", 200, `{"items":[{"sku":"BOLT","name":"Bolt","quantity":5}]}`},
		{"POST", "/items", `{"sku":"NUT","name":"Nut","quantity":1}`, 201, `{"sku":"NUT","name":"Nut","quantity":1}`},
		{"POST", "/items", `{"sku":"NUT","name":"Nut"}`, 409, `{"error":"item exists already"}`},
		{"POST", "/items", `{"sku":"NUT","colour":"red"}`, 400, `unknown field \"colour\"`},
		{"POST", "/items", `{"sku":"nut","name":"Nut"}`, 422, `{"error":"invalid item: sku`},
		{"POST", "/items", `{`, 400, `bad request body`},
		{"POST", "/items", `{} {}`, 400, `more than one JSON value`},
		{"GET", "/items/NUT", "", 200, `{"sku":"NUT","name":"Nut","quantity":1}`},
		{"POST", "/items/NUT/adjust", `{"delta":2}`, 200, `"quantity":3`},
		{"POST", "/items/NUT/adjust", `{"delta":-4}`, 409, `not enough items in stock`},
		{"DELETE", "/items/NUT", "", 204, ""},
		{"GET", "/items/NUT", "", 404, `{"error":"item not found"}`},
		{"PUT", "/items/BOLT", "", 405, ""},
	}
	for _, tt := range tests {
		request := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
		response := httptest.NewRecorder()
		handler.ServeHTTP(response, request)
		if response.Code != tt.status || !strings.Contains(response.Body.String(), tt.want) {
			t.Errorf("%s %s %s: got %d %s, want %d %s", tt.method, tt.path, tt.body, response.Code, response.Body, tt.status, tt.want)
		}
	}
}

type brokenStore struct{ inventory.Store }

func (brokenStore) Ping(context.Context) error { return errors.New("db at 10.0.0.7 is down") }

func (brokenStore) List(context.Context) ([]inventory.Item, error) {
	return nil, errors.New("db at 10.0.0.7 is down")
}

func TestInnerErrorsAreNotShown(t *testing.T) {
	handler := NewHandler(brokenStore{}, slog.New(slog.DiscardHandler))
	tests := map[string]int{"/items": http.StatusInternalServerError, "/readyz": http.StatusServiceUnavailable, "/healthz": http.StatusOK}
	for path, status := range tests {
		response := httptest.NewRecorder()
		handler.ServeHTTP(response, httptest.NewRequest("GET", path, nil))
		if response.Code != status || strings.Contains(response.Body.String(), "10.0.0.7") {
			t.Errorf("GET %s: got %d %s, want %d", path, response.Code, response.Body, status)
		}
	}
}
