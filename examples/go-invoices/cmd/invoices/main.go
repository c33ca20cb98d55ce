// Command invoices turns a folder of YAML files into PDF documents, once or whenever a file is new.
package main

import (
	"context"
	_ "embed"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"example.com/invoices/internal/invoice"
)

//go:embed template.yaml
var template string

const usage = `usage:
  invoices template           an invoice to start from
  invoices check FILE...      what they amount to
  invoices render IN OUT      a PDF in OUT for each invoice in IN
  invoices watch IN OUT       the same, again and again, until it is told to end
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	switch {
	case len(args) == 1 && args[0] == "template":
		fmt.Print(template, "# ")
		return check("template.yaml", strings.NewReader(template))
	case len(args) > 1 && args[0] == "check":
		return checkFiles(args[1:])
	case len(args) == 3 && args[0] == "render":
		return render(args[1], args[2])
	case len(args) == 3 && args[0] == "watch":
		return watch(ctx, args[1], args[2])
	}
	return fmt.Errorf("%s", usage)
}

func checkFiles(names []string) error {
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		err = check(name, file)
		file.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func watch(ctx context.Context, in, out string) error {
	ticker := time.NewTicker(5 * time.Second)
	defer ticker.Stop()
	for {
		if err := render(in, out); err != nil {
			slog.Error("not all invoices were rendered", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

func total(one invoice.Invoice) string {
	return fmt.Sprintf("%s for %s: %s %s", one.Number, one.Customer, one.Totals().Gross.StringFixed(2), one.Currency)
}
