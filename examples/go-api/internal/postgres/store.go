// Package postgres keeps items in PostgreSQL.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/lib/pq"

	"example.com/inventory/internal/inventory"
)

const schema = `
CREATE TABLE IF NOT EXISTS items (
	sku      text PRIMARY KEY,
	name     text NOT NULL,
	quantity integer NOT NULL CONSTRAINT quantity_not_negative CHECK (quantity >= 0)
)`

// SQLSTATE codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
const (
	uniqueViolation = "23505"
	checkViolation  = "23514"
)

// Store is an inventory.Store on one PostgreSQL database.
type Store struct{ db *sql.DB }

// Open connects, waits at most 10 s for an answer, and creates the table if it is absent.
func Open(ctx context.Context, url string) (*Store, error) {
	connector, err := pq.NewConnector(url)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(10)
	db.SetConnMaxIdleTime(time.Minute)

	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return nil, errors.Join(fmt.Errorf("prepare the database: %w", err), db.Close())
	}
	return &Store{db: db}, nil
}

// Close ends all connections.
func (s *Store) Close() error { return s.db.Close() }

func (s *Store) Ping(ctx context.Context) error { return s.db.PingContext(ctx) }

func (s *Store) List(ctx context.Context) ([]inventory.Item, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT sku, name, quantity FROM items ORDER BY sku COLLATE "C"`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	items := []inventory.Item{}
	for rows.Next() {
		var item inventory.Item
		if err := rows.Scan(&item.SKU, &item.Name, &item.Quantity); err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, rows.Err()
}

func (s *Store) Get(ctx context.Context, sku string) (inventory.Item, error) {
	row := s.db.QueryRowContext(ctx, `SELECT sku, name, quantity FROM items WHERE sku = $1`, sku)
	return scan(row)
}

func (s *Store) Add(ctx context.Context, item inventory.Item) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO items (sku, name, quantity) VALUES ($1, $2, $3)`, item.SKU, item.Name, item.Quantity)
	return translate(err)
}

func (s *Store) Adjust(ctx context.Context, sku string, delta int) (inventory.Item, error) {
	row := s.db.QueryRowContext(ctx, `UPDATE items SET quantity = quantity + $2 WHERE sku = $1 RETURNING sku, name, quantity`, sku, delta)
	return scan(row)
}

func (s *Store) Remove(ctx context.Context, sku string) error {
	result, err := s.db.ExecContext(ctx, `DELETE FROM items WHERE sku = $1`, sku)
	if err != nil {
		return err
	}
	if count, err := result.RowsAffected(); err != nil || count > 0 {
		return err
	}
	return inventory.ErrNotFound
}

func scan(row *sql.Row) (inventory.Item, error) {
	var item inventory.Item
	err := row.Scan(&item.SKU, &item.Name, &item.Quantity)
	return item, translate(err)
}

// translate turns what the database says into the errors of the domain.
func translate(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return inventory.ErrNotFound
	}
	var failure *pq.Error
	if !errors.As(err, &failure) {
		return err
	}
	switch failure.Code {
	case uniqueViolation:
		return inventory.ErrExists
	case checkViolation:
		return inventory.ErrNotEnough
	default:
		return err
	}
}
