package memory

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"example.com/inventory/internal/inventory"
)

var bolt = inventory.Item{SKU: "BOLT", Name: "Bolt", Quantity: 5}

func TestItemsAreListedBySKU(t *testing.T) {
	store := NewStore()
	nut := inventory.Item{SKU: "ANUT", Name: "Nut"}
	for _, item := range []inventory.Item{bolt, nut} {
		if err := store.Add(t.Context(), item); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := store.List(t.Context())
	if !slices.Equal(got, []inventory.Item{nut, bolt}) {
		t.Fatalf("got %v", got)
	}
}

func TestErrors(t *testing.T) {
	store := NewStore()
	if err := store.Add(t.Context(), bolt); err != nil {
		t.Fatal(err)
	}
	_, missing := store.Get(t.Context(), "NONE")
	_, missingAdjust := store.Adjust(t.Context(), "NONE", 1)
	_, tooMany := store.Adjust(t.Context(), "BOLT", -6)
	tests := []struct {
		name      string
		got, want error
	}{
		{"add twice", store.Add(t.Context(), bolt), inventory.ErrExists},
		{"get missing", missing, inventory.ErrNotFound},
		{"adjust missing", missingAdjust, inventory.ErrNotFound},
		{"take too many", tooMany, inventory.ErrNotEnough},
		{"remove missing", store.Remove(t.Context(), "NONE"), inventory.ErrNotFound},
		{"remove", store.Remove(t.Context(), "BOLT"), nil},
	}
	for _, tt := range tests {
		if !errors.Is(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

func TestAdjustIsSafeForConcurrentUse(t *testing.T) {
	store := NewStore()
	if err := store.Add(t.Context(), inventory.Item{SKU: "BOLT", Name: "Bolt"}); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 50 {
		group.Add(1)
		go func() {
			defer group.Done()
			_, _ = store.Adjust(t.Context(), "BOLT", 1)
		}()
	}
	group.Wait()
	item, _ := store.Get(t.Context(), "BOLT")
	if item.Quantity != 50 {
		t.Fatalf("quantity is %d, expected 50", item.Quantity)
	}
}
