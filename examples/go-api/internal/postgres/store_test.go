package postgres

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/lib/pq"

	"example.com/inventory/internal/inventory"
)

func TestTranslate(t *testing.T) {
	other := errors.New("connection reset")
	tests := []struct {
		name      string
		err, want error
	}{
		{"nothing", nil, nil},
		{"no rows", sql.ErrNoRows, inventory.ErrNotFound},
		{"duplicate key", &pq.Error{Code: "23505"}, inventory.ErrExists},
		{"wrapped check", fmt.Errorf("exec: %w", &pq.Error{Code: "23514"}), inventory.ErrNotEnough},
		{"anything else", other, other},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := translate(tt.err); !errors.Is(got, tt.want) {
				t.Fatalf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestStoreOnARealDatabase(t *testing.T) {
	url := os.Getenv("TEST_DATABASE_URL")
	if url == "" {
		t.Skip("TEST_DATABASE_URL is not set")
	}
	store, err := Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	item := inventory.Item{SKU: "TEST-BOLT", Name: "Bolt", Quantity: 2}
	_ = store.Remove(t.Context(), item.SKU)
	if err := store.Add(t.Context(), item); err != nil {
		t.Fatal(err)
	}
	if err := store.Add(t.Context(), item); !errors.Is(err, inventory.ErrExists) {
		t.Fatalf("second Add: %v", err)
	}
	if got, err := store.Adjust(t.Context(), item.SKU, -1); err != nil || got.Quantity != 1 {
		t.Fatalf("Adjust: %+v, %v", got, err)
	}
	if _, err := store.Adjust(t.Context(), item.SKU, -2); !errors.Is(err, inventory.ErrNotEnough) {
		t.Fatalf("Adjust below zero: %v", err)
	}
	if err := store.Remove(t.Context(), item.SKU); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Get(t.Context(), item.SKU); !errors.Is(err, inventory.ErrNotFound) {
		t.Fatalf("Get after Remove: %v", err)
	}
}
