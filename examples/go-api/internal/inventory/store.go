package inventory

import (
	"context"
	"errors"
)

// Errors every Store returns.
var (
	ErrNotFound  = errors.New("item not found")
	ErrExists    = errors.New("item exists already")
	ErrNotEnough = errors.New("not enough items in stock")
)

// Store keeps items. It is safe for concurrent use.
type Store interface {
	// List returns all items, ordered by SKU.
	List(ctx context.Context) ([]Item, error)
	// Get returns one item or ErrNotFound.
	Get(ctx context.Context, sku string) (Item, error)
	// Add stores a new item or returns ErrExists.
	Add(ctx context.Context, item Item) error
	// Adjust changes the quantity by delta and returns the item after the
	// change, ErrNotFound, or ErrNotEnough if it would fall below zero.
	Adjust(ctx context.Context, sku string, delta int) (Item, error)
	// Remove deletes one item or returns ErrNotFound.
	Remove(ctx context.Context, sku string) error
	// Ping says whether the store answers.
	Ping(ctx context.Context) error
}
