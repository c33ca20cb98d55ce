// Package idtui stands in for the terminal interface, which is built on modules
// that are not published. It keeps what the engine itself uses: interactive
// terminals show no call tree, everything else is whole.
package idtui

import (
	"io"

	"github.com/dagger/dagger/dagql/call"
	"github.com/muesli/termenv"
)

const (
	DotFilled   = "●"
	IconSuccess = "✔"
	IconFailure = "✘"
	IconCached  = "$"
)

// SkipLoggedOutTraceMsgEnvs names the variables that silence the tracing hint.
var SkipLoggedOutTraceMsgEnvs = []string{"DAGGER_NO_NAG"}

// NewOutput writes without colours.
func NewOutput(w io.Writer, opts ...termenv.OutputOption) *termenv.Output {
	return termenv.NewOutput(w, append(opts, termenv.WithProfile(termenv.Ascii))...)
}

// Dump prints a call's id.
type Dump struct {
	Newline string
	Prefix  string
}

// DumpID prints the id in one line.
func (d *Dump) DumpID(out *termenv.Output, id *call.ID) error {
	_, err := out.WriteString(d.Prefix + id.Display() + d.Newline)
	return err
}
