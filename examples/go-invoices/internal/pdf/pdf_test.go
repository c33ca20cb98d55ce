package pdf

import (
	"bytes"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"example.com/invoices/internal/invoice"
)

func TestTheSameInvoiceGivesTheSameBytes(t *testing.T) {
	one := invoice.Invoice{
		Number: "1", Date: time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC), Customer: "Café", Currency: "EUR",
		Lines: []invoice.Line{{Text: "Berth", Quantity: decimal.NewFromInt(1), Price: decimal.NewFromInt(3)}},
	}
	var first, second bytes.Buffer
	if err := Write(&first, one); err != nil {
		t.Fatal(err)
	}
	if err := Write(&second, one); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(first.Bytes(), []byte("%PDF-")) || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("%d and %d bytes", first.Len(), second.Len())
	}
}
