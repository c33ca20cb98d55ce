package invoice

import (
	"strings"
	"testing"
)

const text = `
number: 2026-001
date: 2026-11-02
customer: Harbour Office
currency: EUR
lines:
  - {text: Berth, quantity: "3", price: "33.33", tax: "19"}
  - {text: Charts, quantity: "1", price: "0.01", tax: "19"}
  - {text: Almanac, quantity: "2", price: "12.50", tax: "7"}
`

func TestTotals(t *testing.T) {
	one, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	got := one.Totals()
	if got.Net.String() != "125" || got.Tax.String() != "20.75" || got.Gross.String() != "145.75" {
		t.Errorf("net %s, tax %s, gross %s", got.Net, got.Tax, got.Gross)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for change, want := range map[[2]string]string{
		{"number: 2026-001", "number: ''"}:      "has no number",
		{"currency: EUR", "currency: Euro"}:     "expected three letters",
		{`quantity: "3"`, `quantity: "0"`}:      "line 1",
		{"customer: Harbour", "costumer: Harb"}: "costumer",
		{"date: 2026-11-02", "date: yesterday"}: "no date such as",
	} {
		_, err := Read(strings.NewReader(strings.Replace(text, change[0], change[1], 1)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, expected %q", change[1], err, want)
		}
	}
}
