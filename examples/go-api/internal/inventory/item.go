// Package inventory holds the domain: items, their rules, and where they are kept.
package inventory

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Item is one kind of thing in the warehouse.
type Item struct {
	SKU      string `json:"sku"`
	Name     string `json:"name"`
	Quantity int    `json:"quantity"`
}

// ErrInvalid marks an item that breaks a rule of the domain.
var ErrInvalid = errors.New("invalid item")

var skuPattern = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{1,31}$`)

const maxNameLength = 200

// Validate says which rule the item breaks, or nil.
func (i Item) Validate() error {
	switch {
	case !skuPattern.MatchString(i.SKU):
		return fmt.Errorf("%w: sku is %q, expected 2 to 32 of A-Z, 0-9 and -", ErrInvalid, i.SKU)
	case strings.TrimSpace(i.Name) == "":
		return fmt.Errorf("%w: name is empty", ErrInvalid)
	case len(i.Name) > maxNameLength:
		return fmt.Errorf("%w: name has %d bytes, at most %d are allowed", ErrInvalid, len(i.Name), maxNameLength)
	case i.Quantity < 0:
		return fmt.Errorf("%w: quantity is %d, expected 0 or more", ErrInvalid, i.Quantity)
	}
	return nil
}
