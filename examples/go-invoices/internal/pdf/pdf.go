// Package pdf sets invoices as pages.
package pdf

import (
	"fmt"
	"io"

	"github.com/go-pdf/fpdf"

	"example.com/invoices/internal/invoice"
)

// Write sets one invoice on A4. The same invoice gives the same bytes.
func Write(w io.Writer, one invoice.Invoice) error {
	page := fpdf.New("P", "mm", "A4", "")
	page.SetCreationDate(one.Date)
	page.SetModificationDate(one.Date)
	page.SetCatalogSort(true)
	tr := page.UnicodeTranslatorFromDescriptor("")
	page.AddPage()
	page.SetFont("Helvetica", "B", 16)
	page.CellFormat(0, 12, tr("Invoice "+one.Number), "", 1, "L", false, 0, "")
	page.SetFont("Helvetica", "", 11)
	page.CellFormat(0, 6, tr(one.Customer), "", 1, "L", false, 0, "")
	page.CellFormat(0, 10, one.Date.Format("2 January 2006"), "", 1, "L", false, 0, "")
	for _, line := range one.Lines {
		what := fmt.Sprintf("%s x %s", line.Quantity, line.Text)
		page.CellFormat(140, 7, tr(what), "B", 0, "L", false, 0, "")
		page.CellFormat(0, 7, line.Net().StringFixed(2), "B", 1, "R", false, 0, "")
	}
	totals := one.Totals()
	for _, sum := range []struct {
		name, value string
	}{
		{"Net", totals.Net.StringFixed(2)},
		{"Tax", totals.Tax.StringFixed(2)},
		{"Total " + one.Currency, totals.Gross.StringFixed(2)},
	} {
		page.CellFormat(140, 7, sum.name, "", 0, "R", false, 0, "")
		page.CellFormat(0, 7, sum.value, "", 1, "R", false, 0, "")
	}
	return page.Output(w)
}
