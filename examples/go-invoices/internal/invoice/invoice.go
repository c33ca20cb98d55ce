// Package invoice reads invoices and works out what they amount to.
package invoice

import (
	"fmt"
	"io"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/shopspring/decimal"
)

// Invoice is one document; amounts are without tax.
type Invoice struct {
	Number   string    `yaml:"number"`
	Date     time.Time `yaml:"date"`
	Customer string    `yaml:"customer"`
	Currency string    `yaml:"currency"`
	Lines    []Line    `yaml:"lines"`
}

// Line is one position of an invoice. Tax is in percent.
type Line struct {
	Text     string          `yaml:"text"`
	Quantity decimal.Decimal `yaml:"quantity"`
	Price    decimal.Decimal `yaml:"price"`
	Tax      decimal.Decimal `yaml:"tax"`
}

// Totals are rounded to cents, the tax once for each rate, as tax offices have it.
type Totals struct {
	Net, Tax, Gross decimal.Decimal
}

// Read gives the invoice of a YAML document, or says what is wrong with it.
func Read(r io.Reader) (Invoice, error) {
	decoder := yaml.NewDecoder(r, yaml.DisallowUnknownField())
	var one Invoice
	if err := decoder.Decode(&one); err != nil {
		return Invoice{}, fmt.Errorf("read invoice: %w", err)
	}
	return one, one.check()
}

func (i Invoice) check() error {
	switch {
	case i.Number == "":
		return fmt.Errorf("the invoice has no number")
	case i.Date.IsZero():
		return fmt.Errorf("invoice %s has no date such as 2026-11-02", i.Number)
	case len(i.Currency) != 3:
		return fmt.Errorf("invoice %s: currency is %q, expected three letters", i.Number, i.Currency)
	case len(i.Lines) == 0:
		return fmt.Errorf("invoice %s has no lines", i.Number)
	}
	for n, line := range i.Lines {
		if line.Quantity.Sign() <= 0 || line.Price.Sign() < 0 || line.Tax.Sign() < 0 {
			return fmt.Errorf("invoice %s, line %d: quantity, price and tax must not be negative", i.Number, n+1)
		}
	}
	return nil
}

// Net is the amount of a line, rounded to cents.
func (l Line) Net() decimal.Decimal {
	return l.Quantity.Mul(l.Price).Round(2)
}

// Totals sums up the lines.
func (i Invoice) Totals() Totals {
	byRate := map[string]decimal.Decimal{}
	var t Totals
	for _, line := range i.Lines {
		t.Net = t.Net.Add(line.Net())
		rate := line.Tax.String()
		byRate[rate] = byRate[rate].Add(line.Net())
	}
	for rate, net := range byRate {
		percent := decimal.RequireFromString(rate).Div(decimal.NewFromInt(100))
		t.Tax = t.Tax.Add(net.Mul(percent).Round(2))
	}
	t.Gross = t.Net.Add(t.Tax)
	return t
}
