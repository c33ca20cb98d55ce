module example.com/invoices

go 1.26

require (
	github.com/go-pdf/fpdf v0.9.0
	github.com/goccy/go-yaml v1.19.2
	github.com/shopspring/decimal v1.6.0
)
