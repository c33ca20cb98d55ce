// Package memory keeps items in the process, for development and tests.
package memory

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"example.com/inventory/internal/inventory"
)

// Store is an inventory.Store that forgets everything at exit.
type Store struct {
	mu    sync.RWMutex
	items map[string]inventory.Item
}

// NewStore returns an empty store.
func NewStore() *Store {
	return &Store{items: map[string]inventory.Item{}}
}

func (s *Store) List(context.Context) ([]inventory.Item, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	items := make([]inventory.Item, 0, len(s.items))
	for _, item := range s.items {
		items = append(items, item)
	}
	slices.SortFunc(items, func(a, b inventory.Item) int { return cmp.Compare(a.SKU, b.SKU) })
	return items, nil
}

func (s *Store) Get(_ context.Context, sku string) (inventory.Item, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	item, ok := s.items[sku]
	if !ok {
		return inventory.Item{}, inventory.ErrNotFound
	}
	return item, nil
}

func (s *Store) Add(_ context.Context, item inventory.Item) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.items[item.SKU]; ok {
		return inventory.ErrExists
	}
	s.items[item.SKU] = item
	return nil
}

func (s *Store) Adjust(_ context.Context, sku string, delta int) (inventory.Item, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item, ok := s.items[sku]
	if !ok {
		return inventory.Item{}, inventory.ErrNotFound
	}
	if item.Quantity+delta < 0 {
		return inventory.Item{}, inventory.ErrNotEnough
	}
	item.Quantity += delta
	s.items[sku] = item
	return item, nil
}

func (s *Store) Remove(_ context.Context, sku string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.items[sku]; !ok {
		return inventory.ErrNotFound
	}
	delete(s.items, sku)
	return nil
}

func (s *Store) Ping(context.Context) error { return nil }
