package inventory

import (
	"errors"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	tests := []struct {
		name string
		item Item
		want string
	}{
		{"good", Item{SKU: "BOLT-M6", Name: "Bolt M6", Quantity: 3}, ""},
		{"empty sku", Item{Name: "Bolt"}, "sku"},
		{"lower case sku", Item{SKU: "bolt", Name: "Bolt"}, "sku"},
		{"blank name", Item{SKU: "B1", Name: " "}, "name is empty"},
		{"long name", Item{SKU: "B1", Name: strings.Repeat("x", 201)}, "201 bytes"},
		{"negative", Item{SKU: "B1", Name: "Bolt", Quantity: -1}, "quantity is -1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.item.Validate()
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want ErrInvalid with %q", err, tt.want)
			}
		})
	}
}
